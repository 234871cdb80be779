import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Transport } from '#shared/contract/transport.ts';
import type { IpcRenderer } from 'electron';
import { bootShell } from '#shell/boot.ts';
import { serveIpc } from '#shell/ipc-host.ts';
import { exposeBridge } from '#shell/preload/expose-bridge.ts';
import { appDouble, ContentsDouble, invokeFrom, protocolDouble, rendererDouble, sessionDouble, WindowDouble } from '#test/support/electron-double.ts';
import { hostSuite, type OpenWindow } from '#test/support/host-suite.ts';
import { aScriptedEngine, type ScriptedEngine } from '#test/support/scripted-engine.ts';

vi.mock('electron/main', async () => (await import('#test/support/electron-double.ts')).electronMainDouble);

const PAGE = 'app://poolkeeper/';

function exposedTo(page: ContentsDouble): ReadonlyMap<string, unknown> {
  const { bridge, ipc, exposed } = rendererDouble(page);
  // The double has the members the script uses; the real ones have many more.
  exposeBridge(bridge, ipc as unknown as IpcRenderer);
  return exposed;
}

async function openWindow(engine: ScriptedEngine): Promise<OpenWindow> {
  const stop = serveIpc(engine, 'run-1');
  const page = new ContentsDouble(PAGE);
  // What the preload script exposes is what the page is told to expect.
  const transport = exposedTo(page).get('poolkeeper') as Transport;
  return {
    transport,
    sendRaw: async (raw) => await invokeFrom(page, 'poolkeeper:request', raw),
    closeWindow: () => page.destroy(),
    async [Symbol.asyncDispose]() {
      stop();
      await Promise.resolve();
    },
  };
}

describe('the Electron host', () => {
  hostSuite(openWindow);
});

describe('the preload script', () => {
  test('puts one object with three functions into the page', () => {
    const exposed = exposedTo(new ContentsDouble(PAGE));
    expect([...exposed].map(([name, api]) => [name, Object.keys(Object(api))])).toEqual([['poolkeeper', ['request', 'onEvent', 'openStream']]]);
  });
});

describe('a message from elsewhere', () => {
  test.each(['https://evil.example/', 'app://other/', 'app://poolkeeper.evil.example/', 'file:///index.html'])(
    'is refused from %s',
    async (address) => {
      const engine = aScriptedEngine();
      const stop = serveIpc(engine, 'run-1');
      const page = new ContentsDouble(address);
      const transport = exposedTo(page).get('poolkeeper') as Transport;
      transport.onEvent(() => expect.unreachable());
      await expect(transport.request({ frame: 'request', id: 'r', name: 'app.about', input: {} })).rejects.toThrow('not from our page');
      expect({ asked: engine.asked, listeners: engine.listeners() }).toEqual({ asked: [], listeners: 0 });
      stop();
    },
  );
});

describe('the app', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'poolkeeper-window-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    await bootShell({
      windowFolder: folder,
      preload: '/preload.cjs',
      updateFeedFile: '/no-such-file',
      opensDemo: false,
      demo: undefined,
      writeLog: () => undefined,
    });
  });

  test('opens one window on its own page, sandboxed and isolated', () => {
    const [window] = WindowDouble.opened;
    expect({
      shown: window?.isShown,
      page: window?.webContents.mainFrame.url,
      preferences: window?.options.webPreferences,
      isSandboxed: appDouble.isSandboxed,
    }).toEqual({
      shown: true,
      page: PAGE,
      preferences: { preload: '/preload.cjs', sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
      isSandboxed: true,
    });
  });

  test('refuses to navigate, to open windows of others and to embed pages', () => {
    const contents = WindowDouble.opened[0]?.webContents;
    for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      contents?.emit(event, { preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    }
    for (const url of ['https://evil.example/', 'app://poolkeeper.evil.example/', 'about:blank']) {
      expect(contents?.windowOpenHandler?.({ url } as never)).toEqual({ action: 'deny' });
    }
    expect(contents?.windowOpenHandler?.({ url: `${PAGE}?console=vm` } as never)).toMatchObject({ action: 'allow' });
  });

  test('grants no permission but to fill the screen, and to write the files that a person has chosen', () => {
    const answers: boolean[] = [];
    sessionDouble.permissionRequest?.({} as never, 'media', (granted) => answers.push(granted), {} as never);
    for (const permission of ['fullscreen', 'fileSystem'] as const)
      sessionDouble.permissionRequest?.({} as never, permission, (granted) => expect(granted).toBe(true), {} as never);
    expect([...answers, sessionDouble.permissionCheck?.(), sessionDouble.devicePermission?.()]).toEqual([false, false, false]);
  });

  test('serves its page with the content policy, and no other host or method', async () => {
    const page = await protocolDouble.handler?.(new Request(PAGE));
    expect(page?.status).toBe(200);
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await protocolDouble.handler?.(new Request('app://other/index.html')))?.status).toBe(404);
    expect((await protocolDouble.handler?.(new Request(`${PAGE}index.html`, { method: 'POST' })))?.status).toBe(404);
    expect((await protocolDouble.handler?.(new Request(`${PAGE}..%2f..%2fetc/passwd`)))?.status).toBe(404);
  });

  test('brings its window to the front when it is started a second time', () => {
    appDouble.emit('second-instance');
    expect(WindowDouble.opened[0]?.isFocused).toBe(true);
  });

  test('closes its connections before it quits', async () => {
    const preventDefault = vi.fn();
    appDouble.emit('will-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(appDouble.exits).toBe(1));
  });
});

test('a second start leaves everything to the first', async () => {
  appDouble.hasLock = false;
  const before = WindowDouble.opened.length;
  await bootShell({ windowFolder: '', preload: '', updateFeedFile: '/no-such-file', opensDemo: false, demo: undefined, writeLog: () => undefined });
  expect({ quits: appDouble.quits, opened: WindowDouble.opened.length - before }).toEqual({ quits: 1, opened: 0 });
});
