import { app, BrowserWindow, dialog } from 'electron/main';
import { createEngine } from '#engine/engine.ts';
import type { Demo } from '#engine/ports.ts';
import { lockDataFolder } from '#hosting/folder-lock.ts';
import { createLog, personHere, systemClock, systemRandom } from '#hosting/system-ports.ts';
import { openWindowMemory } from '#hosting/window-memory.ts';
import { shellText } from '#shared/text/shell-text.ts';
import { serveIpc } from './ipc-host.ts';
import { declareScheme, serveWindowFiles } from './protocol.ts';
import { lockDown } from './security.ts';
import { openShellVault } from './shell-vault.ts';
import { followUpdates, loadUpdater } from './updates.ts';
import { openWindow } from './window.ts';

export interface ShellSetup {
  readonly windowFolder: string;
  readonly preload: string;
  /** Where the packager leaves word of newer versions, if it was told to. */
  readonly updateFeedFile: string;
  readonly opensDemo: boolean;
  readonly demo: Demo | undefined;
  readonly writeLog: (line: string) => void;
}

/** The whole app under Electron. A second start only brings the first one's window to the front. */
export async function bootShell(setup: ShellSetup): Promise<void> {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  declareScheme();
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => app.quit());
  await app.whenReady();
  lockDown();
  const log = createLog(setup.writeLog, systemClock);
  const data = app.getPath('userData');
  // The browser host may be at work there: on some systems both have the same folder.
  const lock = await lockDataFolder(data);
  if (lock.is === 'taken') {
    dialog.showErrorBox(shellText.folderInUse.title, shellText.folderInUse.what(data, lock.pid));
    app.quit();
    return;
  }
  const engine = createEngine({
    sshAgent: process.env['SSH_AUTH_SOCK'],
    person: personHere(),
    clock: systemClock,
    random: systemRandom,
    log,
    version: app.getVersion(),
    paths: { data },
    vault: await openShellVault(data, systemRandom.id),
    demo: setup.demo,
  });
  const stopIpc = serveIpc(engine, systemRandom.id());
  const stopUpdates = await followUpdates({
    feedFile: setup.updateFeedFile,
    isPortable: process.env['PORTABLE_EXECUTABLE_FILE'] !== undefined,
    clock: systemClock,
    log,
    loadUpdater,
  });
  closeBeforeQuit(async () => {
    stopUpdates();
    stopIpc();
    await engine.close();
    await lock.release();
  });
  serveWindowFiles(setup.windowFolder);
  const memory = await openWindowMemory({ folder: data, newId: systemRandom.id, log });
  await openWindow({ preload: setup.preload, memory, clock: systemClock, log });
  await engine.start();
  if (setup.opensDemo) {
    const opened = await engine.dispatch('demo.open', {}, new AbortController().signal);
    if (!opened.ok) log.warn('demo.failed', { kind: opened.failure.kind });
  }
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

/** Sessions are logged out before the process ends; a server that does not answer must not keep it alive. */
function closeBeforeQuit(close: () => Promise<void>): void {
  app.once('will-quit', (event) => {
    event.preventDefault();
    close()
      .finally(() => app.exit())
      .catch(() => app.exit(1));
  });
}
