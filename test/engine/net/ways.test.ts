import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { createStreamPeer, type StreamPeer } from '#shared/contract/byte-stream.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { serveWorld } from '#simulator/xapi-server/server.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import { aProxy } from '#test/support/proxy.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, type TestEngine } from '#test/support/test-engine.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses = []) => addresses.some(({ address }) => address === '::1'));

/** A door on the IPv6 loopback that leads to a port of the IPv4 one. */
async function aDoor(port: number) {
  const server = createServer((client) => {
    const inner = connect(port, '127.0.0.1');
    client.pipe(inner).pipe(client);
    const end = (): void => {
      client.destroy();
      inner.destroy();
    };
    for (const socket of [client, inner]) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return { port: own, [Symbol.asyncDispose]: async () => void (await new Promise((resolve) => server.close(resolve))) };
}

test.skipIf(!hasIpv6)('a pool is reached by an IPv6 address, and known by it', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  const { master } = firstPool(served.world);
  await using door = await aDoor(Number(served.addressOf(master).split(':')[1]));
  await using engine = aTestEngine();
  const address = `[::1]:${door.port}`;
  const fingerprint = served.fingerprintOf(master);
  const refused = await engine.call('server.connect', { ...served.login, address, pins: [] });
  expect(refused).toMatchObject({ failure: { kind: 'untrusted-certificate', address, certificate: { fingerprint } } });
  const connected = await engine.call('server.connect', { ...served.login, address, pins: [{ address, fingerprint }] });
  expect(connected).toMatchObject({ ok: true });
  expect(await engine.call('servers.list', {})).toMatchObject({ value: { servers: [{ address, state: { is: 'live' } }] } });
});

/** The whole of a pool's database, as the window would get it. */
async function download(engine: TestEngine, input: unknown): Promise<string> {
  const ends: { window: StreamPeer; engine: StreamPeer } = {
    window: createStreamPeer({ id: 's', side: 'window', send: (frame) => ends.engine.receive(frame) }),
    engine: createStreamPeer({ id: 's', side: 'engine', send: (frame) => ends.window.receive(frame) }),
  };
  const on = { stream: ends.engine.stream, signal: new AbortController().signal };
  const over = engine.engine.openStream('pool.database', input, on).then((ended) => {
    if (ended.ok) ends.engine.finish();
    else ends.engine.stream.stop(ended.failure);
  });
  const parts: Uint8Array[] = [];
  for await (const part of ends.window.stream.incoming) parts.push(part);
  await over;
  return Buffer.concat(parts).toString('utf8');
}

test('where only a proxy knows the way, logins, events, probes and files all take it', async () => {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  const served = await serveWorld(world, { handlers, addresses: 'loopback', clock: { is: 'live', speed: 1 } });
  const { master, database } = firstPool(world);
  const name = 'only-the-proxy-knows.invalid';
  const address = `${name}:${new URL(served.urlOf(master)).port}`;
  await using proxy = await aProxy(undefined, { [name]: '127.0.0.1' });
  {
    await using engine = aTestEngine();
    database.set('host', master.ref, { address });
    const pins = [{ address, fingerprint: certificateOf(master).sha256 }];
    const connected = await engine.call('server.connect', { ...DEFAULT_LOGIN, address, pins, proxy: { address: proxy.address } });
    if (!connected.ok) throw new Error(JSON.stringify(connected.failure));
    const { server } = connected.value;
    const [vm = ''] = database.refs('VM');
    database.set('VM', vm, { name_label: 'heard through the proxy' });
    await engine.heard(({ payload }) => JSON.stringify(payload).includes('heard through the proxy'));
    expect(await engine.call('host.probe', { server, host: master.ref })).toMatchObject({
      value: { probe: { https: 'open', toolstack: { is: 'lets-in' } } },
    });
    expect(await download(engine, { server, transfer: 'through' })).toContain('</database>');
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${address} HTTP/1.1`, `CONNECT ${name}:22 HTTP/1.1`]));
  }
  await served.close();
});
