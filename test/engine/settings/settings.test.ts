import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ports } from '#engine/ports.ts';
import { createPassphraseVault } from '#hosting/vault/passphrase-vault.ts';
import { defaultSettings } from '#shared/domain/settings/settings.ts';
import { textOfFiles } from '#test/support/files.ts';
import { isNow, PACE, serverOf, timePasses } from '#test/support/passing-time.ts';
import { aProxy } from '#test/support/proxy.ts';
import { aServedWorld, firstPool, type ServedWorld } from '#test/support/served-world.ts';
import { aTestEngine, pinsOf, type TestEngine } from '#test/support/test-engine.ts';

const SECRET = 'pr0xy-planted-word';
let folder = '';
let ids = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-settings-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** An engine of one run of the app; the next one finds what it left. */
function aRun(ports: Partial<Ports> = {}): TestEngine {
  const run = (ids += 1);
  let id = 0;
  const vault = createPassphraseVault({ path: join(folder, 'passwords.json'), newId: () => String((ids += 1)) });
  return aTestEngine({ paths: { data: folder }, vault, random: { id: () => `${run}-${(id += 1)}` }, ...ports });
}

function requestFor(served: ServedWorld) {
  return { ...served.login, address: served.addressOf(firstPool(served.world).master), pins: pinsOf(served) };
}

describe('settings', () => {
  test('are what nobody has decided otherwise', async () => {
    await using engine = aRun();
    expect(await engine.call('settings.get', {})).toEqual({
      ok: true,
      value: { sequence: 0, settings: defaultSettings, hasProxyPassword: false },
    });
  });

  test('are told to every window when they change, and found again at the next start', async () => {
    const changes = { theme: 'dark', confirmations: { disconnect: false } } as const;
    const settings = { ...defaultSettings, theme: 'dark', confirmations: { ...defaultSettings.confirmations, disconnect: false } };
    {
      await using engine = aRun();
      expect(await engine.call('settings.set', { changes })).toEqual({ ok: true, value: { settings, hasProxyPassword: false } });
      expect(engine.said).toEqual([{ topic: 'settings', sequence: 1, payload: settings }]);
    }
    await using later = aRun();
    expect(await later.call('settings.get', {})).toMatchObject({ value: { settings } });
    expect(await later.call('settings.reset', {})).toMatchObject({ value: { settings: defaultSettings } });
  });

  test('that make no sense are kept aside, said to be, and replaced by those of a first start', async () => {
    await writeFile(join(folder, 'settings.json'), '{"version":1,"content":{"theme":"pla');
    await using engine = aRun();
    const answer = await engine.call('settings.get', {});
    expect(answer).toMatchObject({ value: { settings: defaultSettings, damagedFile: expect.stringContaining('settings.json.damaged-') } });
    expect(await textOfFiles(folder)).toContain('"theme":"pla');
  });

  test('of a later release are left alone, and connections are made as if nothing were set', async () => {
    await using served = await aServedWorld('two-hosts-iscsi');
    await writeFile(join(folder, 'settings.json'), '{"version":99,"content":{}}');
    await using engine = aRun();
    const path = join(folder, 'settings.json');
    expect(await engine.call('settings.get', {})).toEqual({ ok: false, failure: { kind: 'storage', why: 'newer-version', path } });
    expect(await engine.call('settings.set', { changes: { theme: 'dark' } })).toMatchObject({ failure: { kind: 'storage' } });
    expect(await engine.call('server.connect', requestFor(served))).toMatchObject({ ok: true });
    expect(await readFile(path, 'utf8')).toContain('99');
  });

  test.each([{ connectTimeoutMs: 10 }, { theme: 'pink' }, { unheardOf: 1 }, { proxy: { is: 'http', address: '' } }])('refuse %j', async (changes) => {
    await using engine = aRun();
    expect(await engine.engine.dispatch('settings.set', { changes }, new AbortController().signal)).toMatchObject({ ok: false });
    expect(engine.said).toEqual([]);
  });
});

test('the time limit of the settings ends an attempt to connect', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aRun();
  await engine.call('settings.set', { changes: { connectTimeoutMs: 3_000 } });
  firstPool(served.world).master.link.mode = 'black-hole';
  served.refresh();
  let answer: unknown;
  const pending = engine.call('server.connect', requestFor(served)).then((result) => (answer = result));
  const tookMs = await timePasses(engine, () => answer !== undefined);
  expect(await pending).toMatchObject({ failure: { kind: 'unreachable', why: 'timed-out' } });
  expect(tookMs).toBeGreaterThanOrEqual(3_000);
  expect(tookMs).toBeLessThan(8_000);
});

describe('the proxy of the settings', () => {
  test('is the way to every server that has none of its own, and its password is written nowhere', async () => {
    await using served = await aServedWorld('two-hosts-iscsi');
    await using proxy = await aProxy(`me:${SECRET}`);
    await using engine = aRun();
    const changes = { proxy: { is: 'http', address: proxy.address, user: 'me' } } as const;
    expect(await engine.call('settings.set', { changes, proxyPassword: SECRET })).toMatchObject({ value: { hasProxyPassword: true } });
    expect(await engine.call('server.connect', requestFor(served))).toMatchObject({ ok: true });
    const { address } = requestFor(served);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${address} HTTP/1.1`]));
    expect(JSON.stringify([engine.said, engine.log]) + (await textOfFiles(folder))).not.toContain(SECRET);
  });

  test('is not the way to a server that is to be reached directly', async () => {
    await using served = await aServedWorld('two-hosts-iscsi');
    await using proxy = await aProxy();
    await using engine = aRun();
    await engine.call('settings.set', { changes: { proxy: { is: 'http', address: proxy.address } } });
    expect(await engine.call('server.connect', { ...requestFor(served), proxy: 'direct' })).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual([]);
  });

  test('is found again with its password once the vault is open', async () => {
    await using proxy = await aProxy();
    const changes = { proxy: { is: 'http', address: proxy.address, user: 'me' } } as const;
    {
      await using engine = aRun();
      await engine.call('vault.choose', { next: 'pass phrase' });
      await engine.call('settings.set', { changes, proxyPassword: SECRET });
    }
    expect(await textOfFiles(folder)).not.toContain(SECRET);
    await using later = aRun();
    expect(await later.call('settings.get', {})).toMatchObject({ value: { settings: changes, hasProxyPassword: false } });
    await later.call('vault.unlock', { passphrase: 'pass phrase' });
    expect(await later.call('settings.get', {})).toMatchObject({ value: { hasProxyPassword: true } });
  });

  test('takes its password with it when another proxy is set', async () => {
    await using engine = aRun();
    await engine.call('settings.set', { changes: { proxy: { is: 'http', address: 'one:3128', user: 'me' } }, proxyPassword: SECRET });
    const answer = await engine.call('settings.set', { changes: { proxy: { is: 'http', address: 'other:3128', user: 'me' } } });
    expect(answer).toMatchObject({ value: { hasProxyPassword: false } });
  });
});

describe('the proxy of a server', () => {
  test('is kept with the server and used at the next start, its password only in the vault', async () => {
    await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
    await using proxy = await aProxy(`me:${SECRET}`);
    const setting = { address: proxy.address, user: 'me', password: SECRET };
    {
      await using engine = aRun();
      await engine.call('vault.choose', { next: 'pass phrase' });
      const connected = await engine.call('server.connect', { ...requestFor(served), proxy: setting, remember: 'server-and-password' });
      expect(connected).toMatchObject({ ok: true });
    }
    expect(await textOfFiles(folder)).not.toContain(SECRET);
    const before = proxy.asked.length;
    await using later = aRun();
    expect(await later.call('saved.list', {})).toMatchObject({ value: { servers: [{ proxy: { address: proxy.address, user: 'me' } }] } });
    await later.engine.start();
    await timePasses(later, isNow(later, 'closed'));
    await later.call('vault.unlock', { passphrase: 'pass phrase' });
    await timePasses(later, isNow(later, 'live'));
    expect(proxy.asked.length).toBeGreaterThan(before);
  });

  test('that wants another login is not asked over and over', async () => {
    await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
    await using proxy = await aProxy(`me:${SECRET}`);
    await using engine = aRun();
    const request = requestFor(served);
    const { address, user, password } = request;
    const added = await engine.call('saved.add', { address, user, connectsAtStart: false });
    if (!added.ok) throw new Error(added.failure.kind);
    const server = added.value.server.id;
    await engine.call('saved.update', { server, change: { proxy: { address: proxy.address, user: 'me' } } });
    await engine.call('saved.connect', { server, password });
    await timePasses(engine, isNow(engine, 'closed'));
    expect(serverOf(engine)?.state).toMatchObject({ why: { kind: 'proxy', status: 407 } });
    const { pins } = request;
    await engine.call('server.retry', { server, pins, proxy: { address: proxy.address, user: 'me', password: SECRET } });
    await timePasses(engine, isNow(engine, 'live'));
  });
});
