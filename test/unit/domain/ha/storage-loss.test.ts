import { expect, test } from 'vitest';
import { storageLosses } from '#shared/domain/ha/storage-loss.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

// In tests a name is its own reference.
const disk = (name: string) => name as RefOf<'vdi'>;
const store = (name: string) => name as RefOf<'sr'>;
const machine = (name: string) => name as VmRef;

function pool(isHaEnabled: boolean) {
  const statefile = disk('statefile');
  const inventory = anInventory({
    hosts: { h1: { haStatefiles: isHaEnabled ? [statefile] : [] } },
    vms: { web: { on: 'h1', haRestartPriority: 'restart' }, wiki: { on: 'h1' }, archive: {} },
  });
  const on = (sr: string) => aRecord('vdi', { sr: store(sr) });
  const drive = (vm: string, vdi: string, type = 'Disk') => aRecord('vbd', { vm: machine(vm), vdi: disk(vdi), type });
  const only = [...inventory.pool][0];
  if (only === undefined) throw new RangeError('no pool');
  return applyDelta(inventory, {
    pool: { set: { [only[0]]: { ...only[1], isHaEnabled } } },
    sr: {
      set: {
        array: aRecord('sr', { name: 'array', isShared: true }),
        beats: aRecord('sr', { name: 'beats', isShared: true }),
        discs: aRecord('sr', { name: 'discs', isShared: true }),
        local: aRecord('sr', { name: 'local' }),
      },
    },
    vdi: { set: { d1: on('array'), d2: on('array'), d3: on('array'), d4: on('local'), iso: on('discs'), statefile: on('beats') } },
    vbd: {
      set: { a: drive('web', 'd1'), b: drive('wiki', 'd2'), c: drive('archive', 'd3'), d: drive('wiki', 'd4'), e: drive('web', 'iso', 'CD') },
    },
  });
}

test('what a lost repository takes with it is told, protected VMs first; discs and local storage are not counted', () => {
  expect(storageLosses(pool(false))).toEqual([
    {
      sr: 'array',
      name: 'array',
      isHeartbeat: false,
      running: [
        { name: 'web', isProtected: true },
        { name: 'wiki', isProtected: false },
      ],
      resting: 1,
    },
  ]);
});

test('the heartbeat storage comes first while high availability is on', () => {
  expect(storageLosses(pool(true)).map(({ name, isHeartbeat }) => [name, isHeartbeat])).toEqual([
    ['beats', true],
    ['array', false],
  ]);
});
