import type { ContextBridge, IpcRenderer } from 'electron/renderer';
import type { PushFrame, ReplyFrame } from '#shared/contract/frames.ts';
import type { ClientStreamFrame } from '#shared/contract/client-stream-frame.ts';
import type { StreamFrame } from '#shared/contract/stream-frames.ts';
import { EVENT_CHANNEL, HELLO_CHANNEL, REQUEST_CHANNEL, STREAM_CHANNEL } from './channels.ts';

/** All the page can see of the app. Frames are checked on the other side; nothing of Electron itself gets through. */
export function exposeBridge(page: Pick<ContextBridge, 'exposeInMainWorld'>, ipc: Pick<IpcRenderer, 'invoke' | 'send' | 'on' | 'off'>): void {
  page.exposeInMainWorld('poolkeeper', {
    request: (frame: unknown): Promise<ReplyFrame | undefined> => ipc.invoke(REQUEST_CHANNEL, frame),
    onEvent(listener: (frame: PushFrame) => void): () => void {
      const forward = (_event: unknown, frame: PushFrame): void => listener(frame);
      ipc.on(EVENT_CHANNEL, forward);
      // The session begins when someone listens, so that its first frame is not lost.
      ipc.send(HELLO_CHANNEL);
      return () => void ipc.off(EVENT_CHANNEL, forward);
    },
    openStream(stream: string, listener: (frame: StreamFrame) => void): (frame: ClientStreamFrame | StreamFrame) => void {
      const close = (): void => void ipc.off(STREAM_CHANNEL, forward);
      const forward = (_event: unknown, frame: StreamFrame): void => {
        if (frame.stream !== stream) return;
        if (frame.frame === 'stream-end' || frame.frame === 'stream-stop') close();
        listener(frame);
      };
      ipc.on(STREAM_CHANNEL, forward);
      return (frame) => {
        if (frame.frame === 'stream-stop') close();
        ipc.send(STREAM_CHANNEL, frame);
      };
    },
  });
}
