import { expect, test } from 'vitest';
import { aProxy } from '#test/support/proxy.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, pinsOf } from '#test/support/test-engine.ts';

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
