import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptCapacity } from '#shared/domain/capacity/kept-capacity.ts';
import { applyDelta, type Delta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const DAY_MS = 86_400_000;
const now = 1_000 * DAY_MS;
const start = anInventory({ pool: 'Paris', hosts: { h1: {}, h2: {} }, vms: { a: { on: 'h1' }, b: {}, dom0: { on: 'h1', isControlDomain: true } } });
const refs = ['a', 'b', 'c'];
const aRef = fc.constantFrom(...refs);
const aHost = fc.constantFrom(null, 'h1' as HostRef, 'h2' as HostRef, 'gone' as HostRef);

const aVm = fc.record({
  power: fc.constantFrom('Running', 'Halted', 'Paused'),
  residentOn: aHost,
  affinity: aHost,
  memoryDynamicMax: fc.nat(9),
  isSnapshot: fc.boolean(),
  isTemplate: fc.boolean(),
  snapshotTime: fc.constantFrom(null, now - 91 * DAY_MS, now - DAY_MS),
  metrics: fc.constantFrom(null, 'm1' as never, 'm2' as never),
  guestMetrics: fc.constantFrom(null, 'g1' as never, 'g2' as never),
});

const aDelta: fc.Arbitrary<Delta> = fc.oneof(
  fc.tuple(aRef, aVm).map(([ref, vm]): Delta => ({ vm: { set: { [ref]: aRecord('vm', { ...vm, uuid: ref }) } } })),
  fc.tuple(aRef, fc.string({ maxLength: 2 })).map(([ref, name]): Delta => ({ vm: { set: { [ref]: aRecord('vm', { name, uuid: ref }) } } })),
  aRef.map((ref): Delta => ({ vm: { gone: [ref] } })),
  fc
    .tuple(fc.constantFrom('m1', 'm2'), fc.nat(9), fc.constantFrom(null, now - 2 * DAY_MS, now))
    .map(([ref, memoryActual, startTime]): Delta => ({ vmMetrics: { set: { [ref]: aRecord('vmMetrics', { memoryActual, startTime }) } } })),
  fc.constantFrom('m1', 'm2').map((ref): Delta => ({ vmMetrics: { gone: [ref] } })),
  fc
    .tuple(fc.constantFrom('g1', 'g2'), fc.boolean())
    .map(([ref, hasDrivers]): Delta => ({ guestMetrics: { set: { [ref]: aRecord('guestMetrics', { hasDrivers }) } } })),
  fc.constantFrom('g1', 'g2').map((ref): Delta => ({ guestMetrics: { gone: [ref] } })),
  fc
    .tuple(fc.constantFrom('d1', 'd2'), aRef, fc.constantFrom('v1', 'v2'), fc.constantFrom('CD', 'Disk'), fc.boolean())
    .map(
      ([ref, vm, vdi, type, isEmpty]): Delta => ({ vbd: { set: { [ref]: aRecord('vbd', { vm: vm as never, vdi: vdi as never, type, isEmpty }) } } }),
    ),
  fc.constantFrom('d1', 'd2').map((ref): Delta => ({ vbd: { gone: [ref] } })),
  fc
    .tuple(fc.constantFrom('v1', 'v2'), fc.nat(9), fc.boolean())
    .map(([ref, physicalUtilisation, isToolsIso]): Delta => ({ vdi: { set: { [ref]: aRecord('vdi', { physicalUtilisation, isToolsIso }) } } })),
  fc.constantFrom('v1', 'v2').map((ref): Delta => ({ vdi: { gone: [ref] } })),
  fc.boolean().map((isLive): Delta => ({ hostMetrics: { set: { 'h2-metrics': { isLive, memoryTotal: 100 } } } })),
  fc.constantFrom<Delta>({ host: { gone: ['h2'] } }, { host: { set: { h2: aRecord('host', { name: 'h2', metrics: 'h2-metrics' as never }) } } }),
  fc.boolean().map((isAttached): Delta => ({ pbd: { set: { p1: aRecord('pbd', { host: 'h1' as never, sr: 's1' as never, isAttached }) } } })),
  fc.nat(9).map((physicalSize): Delta => ({ sr: { set: { s1: aRecord('sr', { isShared: true, physicalSize }) } } })),
  fc.constant<Delta>({ certificate: { set: { c1: aRecord('certificate', { host: 'h1' as never, type: 'host', validTo: now }) } } }),
);

function said(kept: KeptCapacity) {
  const { oldSnapshots, withoutTools, forgottenDiscs, endingCertificates } = kept.worthALook(now);
  return {
    ...kept.capacity,
    oldSnapshots: { vms: oldSnapshots.vms.toSorted(), bytes: oldSnapshots.bytes },
    withoutTools: withoutTools.toSorted(),
    forgottenDiscs: forgottenDiscs.toSorted(),
    endingCertificates,
  };
}

test('whatever happens, sums that are kept up equal those made from the start', () => {
  fc.assert(
    fc.property(fc.array(aDelta, { maxLength: 30 }), (deltas) => {
      const kept = new KeptCapacity(start);
      let inventory = start;
      for (const delta of deltas) {
        inventory = applyDelta(inventory, delta);
        kept.apply(inventory, delta);
        expect(said(kept)).toEqual(said(new KeptCapacity(inventory)));
      }
    }),
  );
});

test('what has nothing to do with capacity leaves every part of it the object it was', () => {
  const kept = new KeptCapacity(start);
  const before = { capacity: kept.capacity, look: kept.worthALook(now) };
  const delta: Delta = { vm: { set: { a: { name: 'renamed' } } } };
  kept.apply(applyDelta(start, delta), delta);
  expect(kept.capacity).toBe(before.capacity);
  expect(kept.worthALook(now)).toBe(before.look);
});

test('a VM that starts leaves the rows of other hosts the objects they were', () => {
  const kept = new KeptCapacity(start);
  const before = kept.capacity.hosts;
  const delta: Delta = { vm: { set: { b: { power: 'Running', residentOn: 'h2' as HostRef } } } };
  kept.apply(applyDelta(start, delta), delta);
  expect(kept.capacity.hosts.map((row, index) => row === before[index])).toEqual([true, false]);
});
