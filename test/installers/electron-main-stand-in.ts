import { electronMainDouble } from '#test/support/electron-double.ts';

/** What the packed main file and what is bundled with it import as Electron where there is no Electron. */
export const { app, BrowserWindow, ipcMain, nativeTheme, protocol, safeStorage, session } = electronMainDouble;
