import { app, session, type WebContents } from 'electron/main';
import { isWindowAddress } from './window-origin.ts';

/** The window shows one page, opens no other than our own, embeds none, and may use nothing of the computer but its whole screen. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
  const { defaultSession } = session;
  // A console may fill the screen; Escape and the system's own keys lead back. Files are those that a person has just chosen.
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'fullscreen' || permission === 'fileSystem'));
  defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'fileSystem');
  defaultSession.setDevicePermissionHandler(() => false);
}

function lockDownContents(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  // Windows of their own are for consoles: pages of ours, locked down like the first.
  contents.setWindowOpenHandler(({ url }) =>
    isWindowAddress(url) ? { action: 'allow', overrideBrowserWindowOptions: { autoHideMenuBar: true } } : { action: 'deny' },
  );
}
