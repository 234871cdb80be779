import { expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { hostStorage, poolStorage } from '#shared/domain/storage/overview.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const sr = (name: string, isShared: boolean, type = 'nfs') => aRecord('sr', { name, isShared, type });
const link = (host: string, to: string, isAttached: boolean) => aRecord('pbd', { host: host as HostRef, sr: to as never, isAttached });

const pool = applyDelta(anInventory({ hosts: { h1: {}, h2: {}, h3: { isDark: true } } }), {
  sr: { set: { whole: sr('whole', true), torn: sr('torn', true), lone: sr('lone', false, 'lvm'), drive: sr('drive', false, 'udev') } },
  pbd: {
    set: {
      a: link('h1', 'whole', true),
      b: link('h2', 'whole', true),
      c: link('h3', 'whole', true),
      d: link('h1', 'torn', true),
      e: link('h3', 'torn', false),
      f: link('h2', 'lone', true),
      g: link('h1', 'drive', true),
    },
  },
});

test('a pool shows what is broken first, local storage with its host, and no drives', () => {
  const rows = poolStorage(pool).map(({ sr: { name }, home, isBroken, links }) => ({
    name,
    home,
    isBroken,
    states: links.map(({ state }) => state),
  }));
  expect(rows).toEqual([
    { name: 'torn', home: undefined, isBroken: true, states: ['connected', 'missing', 'host-not-live'] },
    { name: 'lone', home: 'h2', isBroken: false, states: ['connected'] },
    { name: 'whole', home: undefined, isBroken: false, states: ['connected', 'connected', 'host-not-live'] },
  ]);
});

test('a host shows what it has, and shared storage that it should have', () => {
  const rows = hostStorage(pool, 'h2' as HostRef).map(({ sr: { name }, links: [only] }) => `${name} ${only?.state}`);
  expect(rows).toEqual(['torn missing', 'lone connected', 'whole connected']);
});
