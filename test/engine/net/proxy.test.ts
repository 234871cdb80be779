import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, pinsOf } from '#test/support/test-engine.ts';

interface TestProxy extends AsyncDisposable {
  readonly address: string;
  /** The first lines of what was asked, with the login if there was one. */
  readonly asked: readonly string[];
}

/** An HTTP proxy that knows one request, and wants a login if it is given one. */
async function aProxy(login?: string): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', (bytes) => {
      const [first = '', ...lines] = bytes.toString('latin1').split('\r\n');
      asked.push(first);
      const given = lines.find((line) => line.startsWith('Proxy-Authorization: Basic '))?.slice('Proxy-Authorization: Basic '.length);
      if (login !== undefined && given !== Buffer.from(login).toString('base64')) {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const [, host, port] = /^CONNECT (.+):(\d+) HTTP\/1\.1$/.exec(first) ?? [];
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
  });
  await listening(server);
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

test('every connection to a pool goes through its proxy', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using proxy = await aProxy('me:let-me-out');
  await using engine = aTestEngine();
  const address = served.addressOf(firstPool(served.world).master);
  const setting = { address: proxy.address, user: 'me', password: 'let-me-out' };
  const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), proxy: setting });
  expect(result).toMatchObject({ ok: true });
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${address} HTTP/1.1`]));
  expect(JSON.stringify([engine.said, engine.log])).not.toContain('let-me-out');
});

test('the certificate is checked behind a proxy as anywhere', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using proxy = await aProxy();
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  const address = served.addressOf(master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: [], proxy: { address: proxy.address } });
  expect(result).toMatchObject({ failure: { kind: 'untrusted-certificate', address, certificate: { fingerprint: served.fingerprintOf(master) } } });
});

test('a proxy that wants a login says so', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using proxy = await aProxy('me:let-me-out');
  await using engine = aTestEngine();
  const address = served.addressOf(firstPool(served.world).master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: [], proxy: { address: proxy.address } });
  expect(result).toEqual({ ok: false, failure: { kind: 'proxy', proxy: proxy.address, address, status: 407 } });
});

test('what is no proxy is told from one that refuses', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const address = served.addressOf(firstPool(served.world).master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: [], proxy: { address: '127.0.0.1:1' } });
  expect(result).toMatchObject({ failure: { kind: 'unreachable', why: 'refused' } });
});
