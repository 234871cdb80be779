import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions, CustomScheme, IpcMainInvokeEvent, Session, WebContents, WindowOpenHandlerResponse } from 'electron';

type InvokeListener = (event: IpcMainInvokeEvent, frame: unknown) => unknown;
type PermissionHandler = Parameters<Session['setPermissionRequestHandler']>[0];

/** A page's side of a window: what the preload script reaches, and what the main process sees of it. */
export class ContentsDouble extends EventEmitter {
  readonly mainFrame: { url: string };
  windowOpenHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined;
  isGone = false;
  reloads = 0;
  readonly renderer = new EventEmitter();

  constructor(url: string) {
    super();
    this.mainFrame = { url };
  }

  send(channel: string, frame: unknown): void {
    // A real channel copies what it carries.
    this.renderer.emit(channel, {}, structuredClone(frame));
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  setWindowOpenHandler(handler: (details: never) => WindowOpenHandlerResponse): void {
    this.windowOpenHandler = handler as typeof this.windowOpenHandler;
  }

  reload(): void {
    this.reloads += 1;
  }

  destroy(): void {
    this.isGone = true;
    this.emit('destroyed');
  }
}

export class WindowDouble extends EventEmitter {
  static readonly opened: WindowDouble[] = [];
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new ContentsDouble('');
  isShown = false;
  isFocused = false;
  isLarge = false;
  bounds = { x: 0, y: 0, width: 0, height: 0 };

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 0, height = 0 } = options;
    this.bounds = { x, y, width, height };
    WindowDouble.opened.push(this);
    appDouble.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): readonly WindowDouble[] {
    return WindowDouble.opened;
  }

  loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    this.emit('ready-to-show');
    return Promise.resolve();
  }

  show(): void {
    this.isShown = true;
  }

  focus(): void {
    this.isFocused = true;
  }

  maximize(): void {
    this.isLarge = true;
  }

  isMaximized(): boolean {
    return this.isLarge;
  }

  getNormalBounds(): typeof this.bounds {
    return this.bounds;
  }

  isMinimized(): boolean {
    return false;
  }
}

export const appDouble = Object.assign(new EventEmitter(), {
  hasLock: true,
  isSandboxed: false,
  quits: 0,
  exits: 0,
  requestSingleInstanceLock: () => appDouble.hasLock,
  enableSandbox: () => {
    appDouble.isSandboxed = true;
  },
  whenReady: () => Promise.resolve(),
  getVersion: () => '1.2.3',
  data: mkdtempSync(join(tmpdir(), 'poolkeeper-user-data-')),
  getPath: () => appDouble.data,
  quit: () => {
    appDouble.quits += 1;
  },
  exit: () => {
    appDouble.exits += 1;
  },
});

export const sessionDouble = {
  permissionRequest: undefined as PermissionHandler | undefined,
  permissionCheck: undefined as (() => boolean) | undefined,
  devicePermission: undefined as (() => boolean) | undefined,
  setPermissionRequestHandler: (handler: PermissionHandler) => {
    sessionDouble.permissionRequest = handler;
  },
  setPermissionCheckHandler: (handler: () => boolean) => {
    sessionDouble.permissionCheck = handler;
  },
  setDevicePermissionHandler: (handler: () => boolean) => {
    sessionDouble.devicePermission = handler;
  },
};

export const ipcMainDouble = Object.assign(new EventEmitter(), {
  handlers: new Map<string, InvokeListener>(),
  handle: (channel: string, listener: InvokeListener) => void ipcMainDouble.handlers.set(channel, listener),
  removeHandler: (channel: string) => void ipcMainDouble.handlers.delete(channel),
});

export const protocolDouble = {
  schemes: [] as CustomScheme[],
  handler: undefined as ((request: Request) => Promise<Response>) | undefined,
  registerSchemesAsPrivileged: (schemes: CustomScheme[]) => void protocolDouble.schemes.push(...schemes),
  handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => {
    protocolDouble.handler = handler;
  },
};

/** What was asked of the person at the screen; `choice` is the button they press. */
export const dialogDouble = {
  errors: [] as string[],
  questions: [] as string[],
  choice: 0,
  showErrorBox: (_title: string, text: string) => void dialogDouble.errors.push(text),
  showMessageBox: (_window: unknown, { message }: { message: string }) => {
    dialogDouble.questions.push(message);
    return Promise.resolve({ response: dialogDouble.choice });
  },
};

export const screenDouble = {
  areas: [{ x: 0, y: 0, width: 1920, height: 1040 }],
  getAllDisplays: () => screenDouble.areas.map((workArea) => ({ workArea })),
};

/** A key of the system's. */
export const safeStorageDouble = {
  backend: 'gnome_libsecret',
  isAvailable: true,
  needsSealing: false,
  getSelectedStorageBackend: () => safeStorageDouble.backend,
  isAsyncEncryptionAvailable: () => Promise.resolve(safeStorageDouble.isAvailable),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(btoa(text))),
  decryptStringAsync: (sealed: Buffer) => Promise.resolve({ result: atob(sealed.toString()), shouldReEncrypt: safeStorageDouble.needsSealing }),
};

/** Stands where the module `electron/main` would. */
export const electronMainDouble = {
  app: appDouble,
  BrowserWindow: WindowDouble,
  dialog: dialogDouble,
  screen: screenDouble,
  ipcMain: ipcMainDouble,
  nativeTheme: { shouldUseDarkColors: false },
  protocol: protocolDouble,
  safeStorage: safeStorageDouble,
  session: { defaultSession: sessionDouble },
};

export async function invokeFrom(page: ContentsDouble, channel: string, frame: unknown): Promise<unknown> {
  const handler = ipcMainDouble.handlers.get(channel);
  if (handler === undefined) throw new Error(`no handler for ${channel}`);
  // The two members the host looks at; a real event has many more.
  const event = { sender: page, senderFrame: page.mainFrame } as unknown as IpcMainInvokeEvent;
  return structuredClone(await handler(event, structuredClone(frame)));
}

/** What the preload script of a page is given; its messages arrive in the main process with the page as sender. */
export function rendererDouble(page: ContentsDouble) {
  const exposed = new Map<string, unknown>();
  return {
    exposed,
    bridge: { exposeInMainWorld: (name: string, api: unknown) => void exposed.set(name, api) },
    ipc: {
      invoke: async (channel: string, frame: unknown) => await invokeFrom(page, channel, frame),
      send: (channel: string, frame?: unknown) =>
        void ipcMainDouble.emit(channel, { sender: page, senderFrame: page.mainFrame }, structuredClone(frame)),
      on: (channel: string, listener: (...args: unknown[]) => void) => page.renderer.on(channel, listener),
      off: (channel: string, listener: (...args: unknown[]) => void) => page.renderer.off(channel, listener),
    },
  };
}
