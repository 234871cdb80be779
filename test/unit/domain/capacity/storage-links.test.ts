import { expect, test } from 'vitest';
import { targetOfSr } from '#shared/domain/capacity/sr-facts.ts';
import { linksOfHost, linksOfSr } from '#shared/domain/capacity/storage-links.ts';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { anInventory, plain } from '#test/support/inventories.ts';

const lun = 'lun' as RefOf<'sr'>;
const [h1, h2, h3] = ['h1', 'h2', 'h3'] as unknown as readonly [HostRef, HostRef, HostRef];

function aPool(pbds: Readonly<Record<string, Partial<RecordOf<'pbd'>>>>, sr: Partial<RecordOf<'sr'>> = {}): Inventory {
  return applyDelta(anInventory({ hosts: { h1: {}, h2: {}, h3: { isDark: true } } }), {
    sr: { set: { lun: { ...plain('sr'), name: 'lun', isShared: true, ...sr } } },
    pbd: { set: Object.fromEntries(Object.entries(pbds).map(([ref, pbd]) => [ref, { ...plain('pbd'), sr: lun, isAttached: true, ...pbd }])) },
  });
}

test('each host says how it is connected, and a host that should be and never was is named', () => {
  const inventory = aPool({ one: { host: h1, otherConfig: { 'mpath-36001': '[3, 4]' } }, three: { host: h3 } });
  expect(linksOfSr(inventory, lun)).toEqual([
    { host: h1, sr: lun, state: 'paths-lost', paths: { up: 3, all: 4 } },
    { host: h2, sr: lun, state: 'missing' },
    // Attached says the pool, but nobody has heard of the host since.
    { host: h3, sr: lun, state: 'host-not-live' },
  ]);
});

test('what is not shared is missing nowhere', () => {
  expect(linksOfSr(aPool({ one: { host: h1 } }, { isShared: false }), lun)).toEqual([{ host: h1, sr: lun, state: 'connected' }]);
});

test('an unplugged connection is a problem of its host, and the tools are none of its storage', () => {
  expect(linksOfHost(aPool({ one: { host: h1, isAttached: false } }), h1)).toEqual([{ host: h1, sr: lun, state: 'unplugged' }]);
  expect(linksOfHost(aPool({ one: { host: h1 } }, { isToolsSr: true }), h1)).toEqual([]);
});

test('of several LUNs the one that has lost most paths is told', () => {
  const otherConfig = { 'mpath-a': '[4, 4]', 'mpath-b': '[1, 4]', multipathed: 'true', 'mpath-c': 'nonsense' };
  expect(linksOfHost(aPool({ one: { host: h1, otherConfig } }), h1)).toMatchObject([{ paths: { up: 1, all: 4 } }]);
});

test('where storage lies is told without what opens it', () => {
  const deviceConfig = { target: '10.0.0.1', targetIQN: 'iqn.a', SCSIid: '36001', chapuser: 'backup', chappassword: 'planted' };
  const found = targetOfSr(aPool({ one: { host: h1, deviceConfig } }), lun);
  expect(found).toMatchObject({ target: '10.0.0.1\niqn.a', scsiId: '36001' });
  expect(JSON.stringify(found)).not.toContain('planted');
});
