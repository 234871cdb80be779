import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startHeadlessHost } from '#headless/headless-host.ts';
import { createSocketTransport } from '#renderer/bridge/socket-transport.ts';
import { hostSuite, type OpenWindow } from '#test/support/host-suite.ts';
import { aScriptedEngine, type ScriptedEngine } from '#test/support/scripted-engine.ts';

interface Host extends AsyncDisposable {
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

async function aHost(engine: ScriptedEngine = aScriptedEngine()): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-window-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>window</title>');
  const host = await startHeadlessHost({ engine, windowFolder: folder, port: 0 });
  const address = new URL(host.newAddress());
  const close = async (): Promise<void> => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { port: Number(address.port), token: address.searchParams.get('token') ?? '', close, [Symbol.asyncDispose]: close };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function get(port: number, path: string, options: { headers?: Record<string, string>; method?: string } = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const message = request({
    host: '127.0.0.1',
    port,
    path,
    method: options.method ?? 'GET',
    headers: { host: `127.0.0.1:${port}`, ...options.headers },
  });
  message.once('error', reject);
  message.once('response', (response) => {
    response.setEncoding('utf8');
    let body = '';
    response.on('data', (part: string) => {
      body += part;
    });
    response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
  });
  message.end();
  return await promise;
}

async function cookieOf(host: Host): Promise<string> {
  const answer = await get(host.port, `/?token=${host.token}`);
  return (answer.headers['set-cookie'] ?? [''])[0]?.split(';')[0] ?? '';
}

async function connect(port: number, headers: Record<string, string>): Promise<'open' | 'refused'> {
  const { promise, resolve } = Promise.withResolvers<'open' | 'refused'>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, { headers });
  socket.once('open', () => {
    socket.close();
    resolve('open');
  });
  socket.once('error', () => resolve('refused'));
  return await promise;
}

async function openWindow(engine: ScriptedEngine): Promise<OpenWindow> {
  const host = await aHost(engine);
  const cookie = await cookieOf(host);
  let socket: WebSocket | undefined;
  const transport = createSocketTransport(
    () => {
      socket = new WebSocket(`ws://127.0.0.1:${host.port}/engine`, { headers: { cookie, origin: `http://127.0.0.1:${host.port}` } });
      // The members a page's own WebSocket has are there under the same names.
      return socket as unknown as globalThis.WebSocket;
    },
    { after: () => undefined },
  );
  return {
    transport,
    async sendRaw(raw) {
      socket?.send(JSON.stringify(raw));
      return await Promise.resolve(undefined);
    },
    closeWindow: () => socket?.close(),
    async [Symbol.asyncDispose]() {
      socket?.terminate();
      await host.close();
    },
  };
}

describe('the browser host', () => {
  hostSuite(openWindow);
});

test('the address works once and leaves a cookie that no script can read', async () => {
  await using host = await aHost();
  const first = await get(host.port, `/?token=${host.token}`);
  expect({ status: first.status, location: first.headers.location }).toEqual({ status: 303, location: '/' });
  expect(first.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  expect((await get(host.port, `/?token=${host.token}`)).status).toBe(403);
});

test('only who has the cookie sees the window', async () => {
  await using host = await aHost();
  const cookie = await cookieOf(host);
  expect((await get(host.port, '/')).status).toBe(403);
  expect((await get(host.port, '/', { headers: { cookie: 'poolkeeper=wrong' } })).status).toBe(403);
  expect(await get(host.port, '/', { headers: { cookie } })).toMatchObject({ status: 200, body: '<!doctype html><title>window</title>' });
});

test('a name re-bound to this computer and a page of another origin are refused', async () => {
  await using host = await aHost();
  const cookie = await cookieOf(host);
  const origin = `http://127.0.0.1:${host.port}`;
  expect((await get(host.port, '/', { headers: { cookie, host: `evil.example:${host.port}` } })).status).toBe(403);
  expect((await get(host.port, '/', { headers: { cookie, origin: 'http://evil.example' } })).status).toBe(403);
  expect(await connect(host.port, { cookie, origin: 'http://evil.example' })).toBe('refused');
  expect(await connect(host.port, { cookie })).toBe('refused');
  expect(await connect(host.port, { origin })).toBe('refused');
  expect(await connect(host.port, { cookie, origin, host: 'evil.example' })).toBe('refused');
  expect(await connect(host.port, { cookie, origin })).toBe('open');
});

test('every answer carries the content policy', async () => {
  await using host = await aHost();
  const cookie = await cookieOf(host);
  for (const answer of [
    await get(host.port, '/'),
    await get(host.port, '/', { headers: { cookie } }),
    await get(host.port, '/none', { headers: { cookie } }),
  ]) {
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
});

test.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/%00', '/%', '/assets\\..\\x.js', '/.built.json'])(
  'nothing outside the window is served: %s',
  async (path) => {
    await using host = await aHost();
    expect((await get(host.port, path, { headers: { cookie: await cookieOf(host) } })).status).toBe(404);
  },
);

test('nothing but reading is answered', async () => {
  await using host = await aHost();
  const cookie = await cookieOf(host);
  expect((await get(host.port, '/', { method: 'POST', headers: { cookie } })).status).toBe(405);
});
