import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { timeLeftMs } from '#shared/domain/tasks/time-left.ts';

const SINCE_MS = 1_000_000;
const at = (progress: number | undefined, tookMs: number, kind: Parameters<typeof timeLeftMs>[0]['kind'] = 'vm.relocate') =>
  timeLeftMs({ kind, progress, sinceMs: SINCE_MS }, SINCE_MS + tookMs);

test('a quarter done in a minute leaves three', () => {
  expect(at(0.25, 60_000)).toBe(180_000);
});

test.each([
  ['hardly begun', at(0.05, 60_000)],
  ['just begun', at(0.5, 5_000)],
  ['done', at(1, 60_000)],
  ['without a word of the server', at(undefined, 60_000)],
  ['of a kind that jumps', at(0.5, 60_000, 'vm.start')],
  ['not begun', timeLeftMs({ kind: 'disk.move', progress: 0.5, sinceMs: undefined }, SINCE_MS)],
])('nothing is said of one that is %s', (_what, left) => {
  expect(left).toBeUndefined();
});

test('property: at an even pace what is said to be left is what is left', () => {
  assert(
    property(integer({ min: 100_000, max: 10_000_000 }), double({ min: 0.11, max: 0.99, noNaN: true }), (allMs, share) => {
      expect(at(share, allMs * share)).toBeCloseTo(allMs * (1 - share), -1);
    }),
  );
});
