import { expect, test } from 'vitest';
import { applyDelta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { hostState, srMark, vmState } from '#shared/domain/tree/marks.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const nowMs = Date.UTC(2026, 10, 24);
const master = aRecord('host', { software: { product_version: '8.3.0' } });
const fine: Partial<Host> = { isEnabled: true, software: { product_version: '8.3.0' } };

test.each<[Partial<Host>, string, string, string]>([
  [{}, 'lost', 'live', 'lost'],
  [{}, 'file', 'dark', 'file'],
  [{}, 'connecting', 'live', 'connecting'],
  [{ isEnabled: false }, 'live', 'dark', 'dark'],
  [{}, 'live', 'disagree', 'disagree'],
  [{ isEnabled: false, currentOperations: { t: 'evacuate' } }, 'live', 'live', 'evacuating'],
  [{ isEnabled: false, otherConfig: { MAINTENANCE_MODE: 'true' } }, 'live', 'live', 'maintenance'],
  [{ isEnabled: false }, 'live', 'live', 'disabled'],
  [{ licenseParameters: { expiry: '20251231T23:00:00Z' } }, 'live', 'live', 'unlicensed'],
  [{ licenseParameters: { expiry: '20991231T23:00:00Z' } }, 'live', 'live', 'live'],
  [{ software: { product_version: '8.2.9' } }, 'live', 'live', 'older'],
  [{ pendingGuidances: ['restart_device_model'] }, 'live', 'live', 'restart-due'],
  [{}, 'live', 'live', 'live'],
])('a host of %j over a link that is %s, said to be %s, is %s', (host, link, word, state) => {
  expect(hostState(aRecord('host', { ...fine, ...host }), { link: link as 'live', word: word as 'live', master, nowMs })).toBe(state);
});

test.each([
  ['Running', {}, 'running'],
  ['Halted', { t: 'start' }, 'changing'],
  ['Running', { t: 'pool_migrate' }, 'migrating'],
  ['Running', { t: 'changing_dynamic_range' }, 'running'],
  ['Paused', {}, 'paused'],
  ['Suspended', {}, 'suspended'],
  ['Shutdown', {}, 'unknown'],
])('a VM that is %s with %j under way is %s', (power, currentOperations, state) => {
  expect(vmState({ power, currentOperations })).toBe(state);
});

const san = 'san' as RefOf<'sr'>;

function sanOf(pbds: readonly { host: string; isAttached?: boolean; paths?: string }[], darkHost?: string) {
  const inventory = applyDelta(anInventory({ pool: 'P', hosts: { h1: {}, h2: {} } }), {
    pbd: {
      set: Object.fromEntries(
        pbds.map(({ host, isAttached = true, paths }) => [
          host,
          aRecord('pbd', { sr: san, host: host as HostRef, isAttached, otherConfig: paths === undefined ? {} : { 'mpath-36001': paths } }),
        ]),
      ),
    },
  });
  const connections = pbds.map(({ host }) => host as RefOf<'pbd'>);
  return srMark(san, aRecord('sr', { isShared: true }), { inventory, connections, isDark: (host) => host === darkHost });
}

test('storage is as its connections are, and a dark host says nothing of them', () => {
  const states = [
    sanOf([]),
    sanOf([
      { host: 'h1', isAttached: false },
      { host: 'h2', isAttached: false },
    ]),
    sanOf([{ host: 'h1' }, { host: 'h2', isAttached: false }]),
    sanOf([{ host: 'h1' }]),
    sanOf([{ host: 'h1' }, { host: 'h2', isAttached: false }], 'h2'),
    sanOf([{ host: 'h1' }, { host: 'h2' }]),
  ].map((mark) => mark.state);
  expect(states).toEqual(['detached', 'unplugged', 'broken', 'broken', 'fine', 'fine']);
});

test('of several ways to storage the worst loss is told', () => {
  expect(
    sanOf([
      { host: 'h1', paths: '[4, 4, 1]' },
      { host: 'h2', paths: '[3, 4, 1]' },
    ]),
  ).toMatchObject({ state: 'paths-lost', paths: { up: 3, all: 4 } });
});

test('the default storage and discs are told apart', () => {
  const inventory = anInventory({ pool: 'P', hosts: { h1: {} } });
  const facts = { inventory: { ...emptyInventory, ...inventory }, connections: [], isDark: () => false };
  expect(srMark(san, aRecord('sr', { contentType: 'iso' }), facts)).toMatchObject({ isDisc: true, isDefault: false });
});
