import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { snapshotTree } from '#shared/domain/snapshots/snapshot-tree.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

// In tests a name is its own reference.
const ref = (name: string): VmRef => name as VmRef;

function withSnapshots(here: string, snapshots: Readonly<Record<string, Partial<Vm>>>): Inventory {
  const records = Object.entries(snapshots).map(([name, fields]) => [
    name,
    aRecord('vm', { name, isSnapshot: true, isTemplate: true, snapshotOf: ref('v'), power: 'Halted', ...fields }),
  ]);
  const inventory = anInventory({ hosts: { h: {} }, vms: { v: { parent: ref(here) }, other: {} } });
  const disk = 'disk' as RefOf<'vdi'>;
  return applyDelta(inventory, {
    vm: { set: Object.fromEntries(records) },
    vbd: { set: { slot: aRecord('vbd', { vm: ref('first'), vdi: disk, type: 'Disk' }) } },
    vdi: { set: { disk: aRecord('vdi', { physicalUtilisation: 4096 }) } },
  });
}

test('snapshots follow what they go on from, the oldest first, with what they take', () => {
  const inventory = withSnapshots('left', {
    left: { parent: ref('first'), snapshotTime: 20, power: 'Suspended' },
    right: { parent: ref('first'), snapshotTime: 10 },
    first: { snapshotTime: 1 },
  });
  expect(
    snapshotTree(inventory, ref('v')).map(({ name, depth, isHere, hasMemory, sizeBytes }) => ({ name, depth, isHere, hasMemory, sizeBytes })),
  ).toEqual([
    { name: 'first', depth: 0, isHere: false, hasMemory: false, sizeBytes: 4096 },
    { name: 'right', depth: 1, isHere: false, hasMemory: false, sizeBytes: 0 },
    { name: 'left', depth: 1, isHere: true, hasMemory: true, sizeBytes: 0 },
  ]);
  expect(snapshotTree(inventory, ref('other'))).toEqual([]);
});

test('one whose forerunner was deleted begins anew, and nothing goes round in circles', () => {
  const inventory = withSnapshots('none', { orphan: { parent: ref('deleted') }, own: { parent: ref('own') } });
  expect(snapshotTree(inventory, ref('v')).map(({ name, depth }) => [name, depth])).toEqual([
    ['orphan', 0],
    ['own', 0],
  ]);
});
