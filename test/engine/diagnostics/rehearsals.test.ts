import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openAccessBook } from '#engine/diagnostics/access-book.ts';
import { openHostKeyBook } from '#engine/diagnostics/host-key-book.ts';
import type { LentRoom } from '#engine/diagnostics/investigations.ts';
import { createJumpHosts } from '#engine/diagnostics/jump-hosts.ts';
import { createKeyring } from '#engine/diagnostics/keyring.ts';
import { createRehearsals, type Rehearsals } from '#engine/diagnostics/rehearsals.ts';
import { openWayBook } from '#engine/diagnostics/way-book.ts';
import { NetError } from '#engine/net/net-error.ts';
import { createSecrets } from '#engine/secrets/secrets.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RehearsalPace } from '#shared/domain/settings/settings.ts';
import { createFakeClock, type FakeClock } from '#test/support/fake-clock.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';
import { aTestVault } from '#test/support/test-vault.ts';

const SERVER = 's' as ServerId;
const LOOK_MS = 30_000;
const SIX_HOURS_MS = 6 * 3_600_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolkeeper-rehearsals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let clock: FakeClock;
let inventory: Inventory;
let isSearching: boolean;
let pace: RehearsalPace;
/** Hosts whose ways were tried, in order. */
let tried: string[];
let knocks: string[];
let bugs: unknown[];
let rehearsals: Rehearsals;
let runs = 0;

beforeEach(() => {
  clock = createFakeClock();
  inventory = aPool({ h1: {}, h2: {} });
  isSearching = false;
  pace = 'six-hours';
  tried = [];
  knocks = [];
  bugs = [];
  const servers: Server[] = [{ id: SERVER, address: '10.0.0.1', user: 'root', state: { is: 'live' } }];
  const room = aRoom(clock, join(folder, String((runs += 1))));
  rehearsals = createRehearsals({
    clock,
    pools: {
      list: () => servers,
      inventory: () => inventory,
      reach: () => async (to) => {
        knocks.push(to.host);
        return await Promise.reject(new NetError({ kind: 'unreachable', address: to.host, why: 'refused' }));
      },
    },
    room: async () => await room,
    isSearching: () => isSearching,
    pace: () => pace,
    publish: (_server, host) => tried.push(host),
    onBug: (error) => bugs.push(error),
  });
});

function aPool(hosts: Readonly<Record<string, { readonly isDark?: boolean }>>): Inventory {
  const pifs = Object.keys(hosts).map((name, at) => [
    name,
    aRecord('pif', {
      host: name as HostRef,
      device: 'eth0',
      ip: `10.0.0.${at + 1}`,
      netmask: '255.255.255.0',
      isManagement: true,
      isAttached: true,
      vlan: -1,
    }),
  ]);
  const named = Object.entries(hosts).map(([name, host], at) => [name, { ...host, address: `10.0.0.${at + 1}` }]);
  return applyDelta(anInventory({ hosts: Object.fromEntries(named) }), { pif: { set: Object.fromEntries(pifs) } });
}

async function aRoom(time: FakeClock, own: string): Promise<LentRoom> {
  let ids = 0;
  const newId = (): string => `id-${(ids += 1)}`;
  const secrets = createSecrets(newId);
  const files = { folder: own, newId };
  const keys = await openHostKeyBook(files);
  const keyring = createKeyring({ secrets, vault: aTestVault(), poolLogin: () => undefined, ownKeys: async () => await Promise.resolve([]) });
  const access = await openAccessBook({ ...files, vault: aTestVault(), secrets, agent: undefined });
  return { keys, access, keyring, jumps: createJumpHosts({ clock: time, keys, keyring }), ways: await openWayBook(files) };
}

/** Lets so much time pass, with room for what is written to a disk in between. */
async function passes(ms: number): Promise<void> {
  const step = 1_000;
  for (let left = ms; left > 0; left -= step) {
    clock.advance(Math.min(left, step));
    await settled();
  }
}

/** Everything that waits for nothing but files has had its say. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function untilTried(count: number): Promise<void> {
  while (tried.length < count) await passes(1_000);
}

test('every host is tried once it has stayed as it is from one look to the next, one after another, and again after six hours', async () => {
  rehearsals.start();
  await passes(LOOK_MS);
  expect(knocks).toEqual([]);
  await untilTried(1);
  expect(tried).toEqual(['h1']);
  // Straight, and over the other one.
  expect(knocks).toEqual(['10.0.0.1', '10.0.0.2']);
  await untilTried(2);
  expect(tried).toEqual(['h1', 'h2']);
  await passes(20 * LOOK_MS);
  expect(tried).toHaveLength(2);
  const known = await rehearsals.known(SERVER);
  expect(known.get('h2' as HostRef)?.rehearsal?.ways).toMatchObject([
    { kind: 'direct-management', came: 'failed', failure: { is: 'refused' } },
    { kind: 'jump', over: 'h1', came: 'failed', failure: { is: 'jump-failed', why: { is: 'refused' } } },
  ]);
  clock.advance(SIX_HOURS_MS);
  await untilTried(4);
  expect(tried.slice(2)).toEqual(['h1', 'h2']);
  expect(bugs).toEqual([]);
  await rehearsals.close();
});

test('nobody is tried in a dark moment or while somebody is looked for, and everybody once it is over', async () => {
  inventory = aPool({ h1: {}, h2: { isDark: true } });
  rehearsals.start();
  await passes(5 * LOOK_MS);
  expect(knocks).toEqual([]);
  isSearching = true;
  inventory = aPool({ h1: {}, h2: {} });
  await passes(5 * LOOK_MS);
  expect(knocks).toEqual([]);
  isSearching = false;
  await untilTried(2);
  expect(tried).toEqual(['h1', 'h2']);
  await rehearsals.close();
});

test('a host that is switched off on purpose keeps nobody from being tried, and is left alone itself', async () => {
  const off = applyDelta(aPool({ h1: {}, h2: { isDark: true } }), {});
  const record = off.host.get('h2' as HostRef);
  if (record === undefined) throw new RangeError('no h2');
  inventory = applyDelta(off, { host: { set: { h2: { ...record, isEnabled: false } } } });
  rehearsals.start();
  await untilTried(1);
  await passes(10 * LOOK_MS);
  expect(tried).toEqual(['h1']);
  await rehearsals.close();
});

test('a host whose addresses have changed is tried again, the others are not', async () => {
  rehearsals.start();
  await untilTried(2);
  const record = inventory.pif.get('h2' as never);
  if (record === undefined) throw new RangeError('no card');
  inventory = applyDelta(inventory, { pif: { set: { h2: { ...record, ip: '10.0.0.9' } } } });
  await untilTried(3);
  await passes(10 * LOOK_MS);
  expect(tried).toEqual(['h1', 'h2', 'h2']);
  await rehearsals.close();
});

test('nobody is tried where that is not wanted, and as seldom as is decided where it is', async () => {
  pace = 'never';
  rehearsals.start();
  await passes(5 * LOOK_MS);
  expect(tried).toEqual([]);
  expect((await rehearsals.check(SERVER, 'h1' as HostRef)).rehearsal).toBeDefined();
  pace = 'daily';
  await untilTried(2);
  expect(tried).toEqual(['h1', 'h2']);
  clock.advance(SIX_HOURS_MS);
  await passes(5 * LOOK_MS);
  expect(tried).toHaveLength(2);
  clock.advance(4 * SIX_HOURS_MS);
  await untilTried(4);
  await rehearsals.close();
});

test('whoever asks twice gets one answer, and a host that is not there is none', async () => {
  const [one, two] = await Promise.all([rehearsals.check(SERVER, 'h2' as HostRef), rehearsals.check(SERVER, 'h2' as HostRef)]);
  expect(one).toBe(two);
  expect([tried, rehearsals.of(SERVER).get('h2' as HostRef)]).toEqual([['h2'], one.rehearsal]);
  await expect(rehearsals.check(SERVER, 'gone' as HostRef)).rejects.toMatchObject({ reason: { kind: 'gone' } });
  await rehearsals.close();
});
