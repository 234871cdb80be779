import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron/main';
import type { Clock, Log, Timer } from '#engine/ports.ts';
import type { WindowMemory } from '#hosting/window-memory.ts';
import { placeToOpen } from '#hosting/window-place.ts';
import { shellText } from '#shared/text/shell-text.ts';
import { WINDOW_ADDRESS } from './window-origin.ts';

const SIZE = { width: 1440, height: 900, minWidth: 1024, minHeight: 720 };
/** The page colour of both themes, so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#f3f3f3', dark: '#161616' };
/** A window that is being dragged moves many times a second. */
const KEEP_AFTER_MS = 1_000;

export interface WindowSetup {
  readonly preload: string;
  readonly memory: WindowMemory;
  readonly clock: Clock;
  readonly log: Log;
}

export async function openWindow(setup: WindowSetup): Promise<BrowserWindow> {
  const place = placeToOpen(
    setup.memory.last,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...SIZE,
    ...(place !== undefined && { x: place.x, y: place.y, width: place.width, height: place.height }),
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: setup.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (place?.isMaximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  rememberPlace(window, setup);
  offerReload(window, setup.log);
  await window.loadURL(WINDOW_ADDRESS);
  return window;
}

function rememberPlace(window: BrowserWindow, { memory, clock }: WindowSetup): void {
  let timer: Timer | undefined;
  const keep = (): void => {
    timer?.cancel();
    timer = undefined;
    // Of a maximised window the place it would go back to, so that both are found again.
    // What goes wrong is told by the memory itself.
    memory.keep({ ...window.getNormalBounds(), isMaximized: window.isMaximized() }).catch(() => undefined);
  };
  const soon = (): void => {
    timer ??= clock.after(KEEP_AFTER_MS, keep);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  // The last moment at which it still has a place.
  window.on('close', keep);
}

/** The engine lives on without its page; whoever sits before it decides whether to look again. */
function offerReload(window: BrowserWindow, log: Log): void {
  const { message, detail, reload, quit } = shellText.crashed;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    log.warn('window.crashed', { reason });
    dialog.showMessageBox(window, { type: 'error', message, detail, buttons: [reload, quit], defaultId: 0, cancelId: 1, noLink: true }).then(
      ({ response }) => (response === 0 ? window.webContents.reload() : app.quit()),
      // No way to ask: a window that shows nothing is worth less than one that starts afresh.
      () => window.webContents.reload(),
    );
  });
}
