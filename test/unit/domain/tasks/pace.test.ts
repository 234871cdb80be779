import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { amountBytes } from '#shared/domain/tasks/amount.ts';
import { perSecond, restMs, type Samples, withSample } from '#shared/domain/tasks/pace.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { paceText } from '#shared/text/pace-text.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';

/** Bytes that had passed by each moment. */
const noted = (...parts: readonly (readonly [atMs: number, done: number])[]): Samples =>
  parts.reduce<Samples>((samples, [atMs, done]) => withSample(samples, { done, atMs }), []);

test('the pace is what passed of late, and falls while nothing comes', () => {
  const samples = noted([0, 0], [1_000, 100], [2_000, 200], [4_000, 400]);
  expect([perSecond(samples, 4_000), perSecond(samples, 8_000)]).toEqual([100, 50]);
  expect(restMs(samples, { whole: 1_000, nowMs: 4_000 })).toBe(6_000);
});

test('what was long ago no longer counts', () => {
  const samples = noted([0, 0], [30_000, 3_000_000], [40_000, 3_000_100], [60_000, 3_000_300]);
  expect(perSecond(samples, 60_000)).toBe(10);
});

test.each([
  ['nothing has passed', noted(), 5_000],
  ['it was looked at once', noted([0, 5]), 5_000],
  ['a moment has passed', noted([0, 0], [1_000, 500]), 1_000],
])('nobody can say while %s', (_case, samples, nowMs) => {
  expect([perSecond(samples, nowMs), restMs(samples, { whole: 1_000, nowMs })]).toEqual([undefined, undefined]);
});

test('of what stands still or is over nothing is said to be left', () => {
  expect(restMs(noted([0, 5], [4_000, 5]), { whole: 9, nowMs: 4_000 })).toBeUndefined();
  expect(restMs(noted([0, 5], [4_000, 9]), { whole: 9, nowMs: 4_000 })).toBeUndefined();
});

test('what begins anew has a new pace', () => {
  expect(noted([0, 0], [5_000, 800], [6_000, 3])).toEqual([{ done: 3, atMs: 6_000 }]);
});

test('property: few are kept, and at an even pace the pace is told', () => {
  assert(
    property(array(integer({ min: 1, max: 3_000 }), { minLength: 4, maxLength: 300 }), integer({ min: 1, max: 1_000_000 }), (gaps, pace) => {
      let atMs = 0;
      let samples: Samples = [];
      for (const gap of gaps) {
        atMs += gap;
        samples = withSample(samples, { done: (atMs * pace) / 1_000, atMs });
      }
      expect(samples.length).toBeLessThan(100);
      const told = perSecond(samples, atMs) ?? pace;
      expect(told / pace).toBeCloseTo(1, 5);
    }),
  );
});

test('what is to be brought over is known of disks and of memory, and of nothing else', () => {
  const before = anInventory({ pool: 'Lab', hosts: { h: {} }, vms: { web: { on: 'h', memoryDynamicMax: 4_096 } } });
  const sizes = { d: aRecord('vdi', { virtualSize: 300 }), e: aRecord('vdi', { virtualSize: 200 }) };
  const inventory = applyDelta(before, { vdi: { set: sizes } });
  const disks = ['d', 'e'].map((disk) => ({ disk: disk as RefOf<'vdi'>, target: 't' as RefOf<'sr'> }));
  const of = (request: object) => amountBytes({ server: 's', vm: 'web', ...request } as OperationRequest, inventory);
  expect([
    of({ kind: 'vm.relocate', host: 'h', disks }),
    of({ kind: 'vm.relocate', host: 'h', disks: [] }),
    of({ kind: 'disk.move', disk: 'd' }),
    of({ kind: 'disk.move', disk: 'gone' }),
    of({ kind: 'vm.migrate', host: 'h' }),
    of({ kind: 'vm.start' }),
  ]).toEqual([500, undefined, 300, undefined, 4_096, undefined]);
});

test('it is said in bytes, and where it was not counted that it is about', () => {
  const MIB = 1024 * 1024;
  expect([
    paceText({ doneBytes: 120 * MIB, wholeBytes: 2_048 * MIB, bytesPerSecond: 24 * MIB, isEstimate: false, leftMs: 80_000 }),
    paceText({ doneBytes: 120 * MIB, bytesPerSecond: undefined, isEstimate: false, leftMs: undefined }),
    paceText({ bytesPerSecond: 85 * MIB, isEstimate: true, leftMs: undefined }),
    paceText({ bytesPerSecond: undefined, isEstimate: true, leftMs: undefined }),
  ]).toEqual([
    '0.12 of 2 GiB, 24 MiB/s. About 80 s left at this pace',
    '120 MiB. Time left: not known yet',
    'About 85 MiB/s. Time left: not known yet',
    'Time left: not known yet',
  ]);
});
