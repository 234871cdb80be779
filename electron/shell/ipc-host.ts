import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron/main';
import { createFrameDesk, type FrameServer, type FrameSession } from '#shared/contract/serve-frames.ts';
import { EVENT_CHANNEL, HELLO_CHANNEL, REQUEST_CHANNEL, STREAM_CHANNEL } from './preload/channels.ts';
import { isWindowAddress } from './window-origin.ts';

/** Lets our own page, in our own window's main frame, talk to the engine. Returns how to stop. */
export function serveIpc(engine: FrameServer, run: string): () => void {
  const desk = createFrameDesk(engine, run);
  const sessions = new Map<WebContents, FrameSession>();

  function end(contents: WebContents): void {
    sessions.get(contents)?.close();
    sessions.delete(contents);
  }

  function begin(contents: WebContents): void {
    // A reloaded page greets again; what the old one asked for is over.
    end(contents);
    const sendOn = (channel: string) => (frame: unknown) => {
      if (!contents.isDestroyed()) contents.send(channel, frame);
    };
    sessions.set(contents, desk.open({ push: sendOn(EVENT_CHANNEL), stream: sendOn(STREAM_CHANNEL) }));
    contents.once('destroyed', () => end(contents));
  }

  const greet = (event: IpcMainEvent): void => {
    if (isOurPage(event)) begin(event.sender);
  };
  const passOn = (event: IpcMainEvent, frame: unknown): void => {
    if (isOurPage(event)) sessions.get(event.sender)?.receiveStream(frame);
  };
  ipcMain.on(HELLO_CHANNEL, greet);
  ipcMain.on(STREAM_CHANNEL, passOn);
  ipcMain.handle(REQUEST_CHANNEL, async (event, frame: unknown) => {
    if (!isOurPage(event)) throw new Error('not from our page');
    return await sessions.get(event.sender)?.receive(frame);
  });
  return () => {
    ipcMain.off(HELLO_CHANNEL, greet);
    ipcMain.off(STREAM_CHANNEL, passOn);
    ipcMain.removeHandler(REQUEST_CHANNEL);
    for (const contents of sessions.keys()) end(contents);
  };
}

function isOurPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isWindowAddress(frame.url);
}
