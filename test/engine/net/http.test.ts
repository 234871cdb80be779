import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { createDialer } from '#engine/net/dialer.ts';
import { proxyRoute } from '#engine/net/proxy-route.ts';
import { directRoute, type Route } from '#engine/net/route.ts';
import { createJsonRpc, type JsonRpc } from '#engine/xapi/json-rpc.ts';
import { parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';
import { aProxy } from '#test/support/proxy.ts';

const key = certificateOf({ name: 'scripted', uuid: 'scripted', address: '127.0.0.1', certificateGeneration: 0 });
const ANSWER = '{"result":"here","id":1}';
const WITH_LENGTH = `HTTP/1.1 200 OK\r\ncontent-length: ${ANSWER.length}\r\n\r\n${ANSWER}`;

interface ScriptedServer extends AsyncDisposable {
  readonly address: ServerAddress;
  /** How many connections there have been. */
  connections(): number;
}

/** Does with each request of each connection what the script says. */
async function aScriptedServer(script: (socket: TLSSocket, request: number) => void): Promise<ScriptedServer> {
  const sockets = new Set<TLSSocket>();
  let connections = 0;
  const server = createServer({ key: key.privateKeyPem, cert: key.certificatePem }, (socket) => {
    connections += 1;
    sockets.add(socket);
    let requests = 0;
    socket.on('error', () => socket.destroy());
    socket.on('data', () => script(socket, (requests += 1)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: { host: '127.0.0.1', port },
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function aClientOf({ address }: ScriptedServer, route: Route = directRoute): JsonRpc & Disposable {
  const clock = createFakeClock();
  const trust = { accepts: (_address: string, { fingerprint }: { fingerprint: string }) => fingerprint === key.sha256, doubtsAbout: () => ({}) };
  const rpc = createJsonRpc({ clock, dialer: createDialer(clock), address, approach: { trust, route }, onConnection: () => undefined });
  return { ...rpc, [Symbol.dispose]: () => rpc.close() };
}

test('answers follow each other on one connection', async () => {
  await using server = await aScriptedServer((socket) => socket.write(WITH_LENGTH));
  using rpc = aClientOf(server);
  for (let turn = 0; turn < 3; turn += 1) expect(await rpc.call('pool.get_all', [])).toBe('here');
  expect(server.connections()).toBe(1);
});

test.each([
  [
    'says that it will close',
    (socket: TLSSocket) => socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${ANSWER.length}\r\n\r\n${ANSWER}`),
  ],
  ['ends its answer by closing', (socket: TLSSocket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${ANSWER}`)],
])('a server that %s is answered on another connection the next time', async (_name, answer) => {
  await using server = await aScriptedServer((socket) => void answer(socket));
  using rpc = aClientOf(server);
  expect(await rpc.call('pool.get_all', [])).toBe('here');
  expect(await rpc.call('pool.get_all', [])).toBe('here');
  expect(server.connections()).toBe(2);
});

test('no more than four questions are under way at once, and the others wait their turn', async () => {
  const asked: TLSSocket[] = [];
  const fourth = Promise.withResolvers<void>();
  await using server = await aScriptedServer((socket) => {
    asked.push(socket);
    if (asked.length === 4) fourth.resolve();
    if (asked.length > 4) socket.write(WITH_LENGTH);
  });
  using rpc = aClientOf(server);
  const calls = Array.from({ length: 9 }, async () => await rpc.call('pool.get_all', []));
  await fourth.promise;
  for (const socket of asked.slice(0, 4)) socket.write(WITH_LENGTH);
  expect(await Promise.all(calls)).toEqual(Array.from({ length: 9 }, () => 'here'));
  expect(server.connections()).toBe(4);
});

test('who gives up while waiting for a turn leaves it to the others', async () => {
  const asked: TLSSocket[] = [];
  const fourth = Promise.withResolvers<void>();
  await using server = await aScriptedServer((socket) => {
    asked.push(socket);
    if (asked.length === 4) fourth.resolve();
    if (asked.length > 4) socket.write(WITH_LENGTH);
  });
  using rpc = aClientOf(server);
  const first = Array.from({ length: 4 }, async () => await rpc.call('pool.get_all', []));
  await fourth.promise;
  const tired = new AbortController();
  const waiting = rpc.call('pool.get_all', [], { signal: tired.signal });
  const last = rpc.call('pool.get_all', []);
  tired.abort(new Error('no more'));
  await expect(waiting).rejects.toThrow('no more');
  for (const socket of asked.slice(0, 4)) socket.write(WITH_LENGTH);
  expect(await Promise.all([...first, last])).toEqual(Array.from({ length: 5 }, () => 'here'));
});

test('a connection on which something comes that nobody asked for is not used again', async () => {
  await using server = await aScriptedServer((socket, request) => {
    socket.write(request === 1 ? `${WITH_LENGTH}HTTP/1.1 200 OK\r\n` : WITH_LENGTH);
  });
  using rpc = aClientOf(server);
  await expect(rpc.call('pool.get_all', [])).rejects.toMatchObject({ reason: { kind: 'unreachable', why: 'closed' } });
});

test('closing ends what is under way', async () => {
  const asked = Promise.withResolvers<void>();
  await using server = await aScriptedServer(() => asked.resolve());
  using rpc = aClientOf(server);
  const call = rpc.call('pool.get_all', []);
  await asked.promise;
  rpc.close();
  await expect(call).rejects.toMatchObject({ reason: { kind: 'unreachable', why: 'closed' } });
});

/** Far more than sockets and their buffers hold. */
const BYTES = 64 * 1024 * 1024;
const PART = Buffer.alloc(1024 * 1024, 'x');

test.each(['straight', 'through a proxy'])('who has no room for what comes makes the server wait: %s', async (way) => {
  let sent = 0;
  await using server = await aScriptedServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${BYTES}\r\n\r\n`);
    const fill = (): void => {
      while (sent < BYTES) {
        sent += PART.length;
        if (!socket.write(PART)) return void socket.once('drain', fill);
      }
    };
    fill();
  });
  await using proxy = await aProxy();
  const address = parseAddress(proxy.address);
  if (address === undefined) throw new Error('no proxy');
  using rpc = aClientOf(server, way === 'straight' ? directRoute : proxyRoute({ address }, directRoute));
  let taken = 0;
  let room: PromiseWithResolvers<void> | undefined;
  const full = Promise.withResolvers<void>();
  const write = (bytes: Uint8Array): Promise<void> | undefined => {
    taken += bytes.length;
    if (taken >= BYTES / 8 && room === undefined) {
      room = Promise.withResolvers<void>();
      full.resolve();
    }
    return room?.promise;
  };
  const streaming = rpc.stream('VM.get_all_records', [], { write });
  await full.promise;
  expect(taken).toBeLessThan(BYTES / 4);
  expect(sent).toBeLessThan(BYTES);
  room?.resolve();
  await streaming;
  expect(taken).toBe(BYTES);
});
