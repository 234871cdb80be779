import { electronMainDouble } from '#test/support/electron-double.ts';

/** What the packed main file and what is bundled with it import as Electron where there is no Electron. */
export const { app, BrowserWindow, dialog, ipcMain, nativeTheme, protocol, safeStorage, screen, session } = electronMainDouble;
