import { BrowserWindow, nativeTheme } from 'electron/main';
import { WINDOW_ADDRESS } from './window-origin.ts';

const SIZE = { width: 1440, height: 900, minWidth: 1024, minHeight: 720 };
/** The page colour of both themes, so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#f3f3f3', dark: '#161616' };

export async function openWindow(preload: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    ...SIZE,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(WINDOW_ADDRESS);
  return window;
}
