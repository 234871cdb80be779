import { expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { snapshotLoss } from '#shared/domain/snapshots/snapshot-loss.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
// In tests a name is its own reference.
const vmRef = (name: string) => name as VmRef;
const diskRef = (name: string) => name as RefOf<'vdi'>;
const sr = 'store' as RefOf<'sr'>;

function disk(name: string, gib: number, on?: string) {
  return aRecord('vdi', {
    uuid: name,
    name,
    sr,
    isManaged: !name.startsWith('base'),
    isSnapshot: name.startsWith('shot'),
    virtualSize: 100 * GIB,
    physicalUtilisation: gib * GIB,
    smConfig: on === undefined ? {} : { 'vhd-parent': on },
  });
}

const shot = (name: string, parent: string | null) =>
  aRecord('vm', {
    name,
    isSnapshot: true,
    isTemplate: true,
    snapshotOf: vmRef('v'),
    parent: parent === null ? null : vmRef(parent),
    power: 'Halted',
  });
const slot = (vm: string, vdi: string) => aRecord('vbd', { vm: vmRef(vm), vdi: diskRef(vdi), type: 'Disk' });

/** v writes on what it has written since `young`, which was taken on what was written since `old`. */
const inventory = applyDelta(anInventory({ hosts: { h: {} }, vms: { v: {} } }), {
  sr: { set: { store: aRecord('sr', { name: 'store' }) } },
  vm: { set: { old: shot('old', null), young: { ...shot('young', 'old'), power: 'Suspended', suspendVdi: diskRef('memory') } } },
  vdi: {
    set: {
      'base-1': disk('base-1', 80),
      'base-2': disk('base-2', 30, 'base-1'),
      'shot-old': disk('shot-old', 0, 'base-1'),
      'shot-young': disk('shot-young', 0, 'base-2'),
      now: disk('now', 5, 'base-2'),
      memory: aRecord('vdi', { name: 'memory', sr, type: 'suspend', physicalUtilisation: 4 * GIB }),
    },
  },
  vbd: { set: { a: slot('old', 'shot-old'), b: slot('young', 'shot-young'), c: slot('v', 'now') } },
});

const lost = (...names: readonly string[]) => {
  const { gains, ...rest } = snapshotLoss(inventory, names.map(vmRef));
  return { ...rest, gains: gains.map(({ name, atOnceBytes, laterBytes }) => [name, atOnceBytes / GIB, laterBytes / GIB]) };
};

test('what only the older one kept apart is merged later, and the younger one stays', () => {
  // 80 and 30 GiB become at most the disk's 100.
  expect(lost('old')).toEqual({ gains: [['store', 0, 10]], staying: ['young'], withMemory: 0 });
});

test('memory is free at once; both together leave one disk, with what was written twice once', () => {
  expect(lost('old', 'young')).toEqual({ gains: [['store', 4, 10]], staying: [], withMemory: 1 });
  expect(lost()).toEqual({ gains: [], staying: [], withMemory: 0 });
});
