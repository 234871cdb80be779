import type { ContextBridge, IpcRenderer } from 'electron/renderer';
import type { PushFrame, ReplyFrame } from '#shared/contract/frames.ts';
import { EVENT_CHANNEL, HELLO_CHANNEL, REQUEST_CHANNEL } from './channels.ts';

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
  });
}
