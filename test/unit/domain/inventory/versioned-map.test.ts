import { type Arbitrary, array, assert, integer, property, record, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { changedMap, type MapChange } from '#shared/domain/inventory/versioned-map.ts';

const SIZE = 2_000;
const key = integer({ min: 0, max: SIZE + 50 });
const change: Arbitrary<MapChange<number, string>> = record({
  set: array(tuple(key, string({ maxLength: 3 })), { maxLength: 40 }),
  gone: array(key, { maxLength: 20 }),
});

const big = new Map<number, string>(Array.from({ length: SIZE }, (_, index) => [index, `first ${index}`] as const));

/** What an ordinary map becomes. */
function plainly(map: Map<number, string>, { set, gone }: MapChange<number, string>): Map<number, string> {
  const next = new Map(map);
  gone.forEach((one) => next.delete(one));
  set.forEach(([at, value]) => next.set(at, value));
  return next;
}

test('property: a big map changed again and again is what an ordinary map would be, order included', () => {
  assert(
    property(array(change, { maxLength: 30 }), (changes) => {
      let ours: ReadonlyMap<number, string> = big;
      let plain = big;
      for (const one of changes) {
        ours = changedMap(ours, one);
        plain = plainly(plain, one);
        expect(ours.size).toBe(plain.size);
      }
      expect([...ours]).toEqual([...plain]);
      expect([...ours.keys()]).toEqual([...plain.keys()]);
      expect([...ours.values()]).toEqual([...plain.values()]);
      for (let at = 0; at <= SIZE + 50; at += 7) expect([ours.has(at), ours.get(at)]).toEqual([plain.has(at), plain.get(at)]);
      const visited: [number, string][] = [];
      ours.forEach((value, at) => visited.push([at, value]));
      expect(visited).toEqual([...plain]);
    }),
    { numRuns: 60 },
  );
});

test('who holds the map from before a change still sees it as it was', () => {
  const before = changedMap(big, { set: [[3, 'second']], gone: [4] });
  const after = changedMap(before, { set: [[3, 'third']], gone: [5] });
  expect([before.get(3), before.has(4), before.has(5), before.size]).toEqual(['second', false, true, SIZE - 1]);
  expect([after.get(3), after.has(4), after.has(5), after.size]).toEqual(['third', false, false, SIZE - 2]);
});

test('property: every version stays what it was, however many came after it', () => {
  assert(
    property(array(change, { maxLength: 60 }), (changes) => {
      const versions: (readonly [ReadonlyMap<number, string>, Map<number, string>])[] = [[big, big]];
      for (const one of changes) {
        const [ours, plain] = versions.at(-1) ?? [big, big];
        versions.push([changedMap(ours, one), plainly(plain, one)]);
      }
      for (const [ours, plain] of versions) {
        for (let at = 0; at <= SIZE + 50; at += 97) expect([ours.has(at), ours.get(at)]).toEqual([plain.has(at), plain.get(at)]);
      }
      for (const [ours, plain] of versions) expect(new Map(ours)).toEqual(plain);
    }),
    { numRuns: 20 },
  );
});

test('two maps made of the same one know nothing of each other', () => {
  const before = changedMap(big, { set: [[1, 'second']], gone: [] });
  const left = changedMap(before, { set: [[2, 'left']], gone: [] });
  const right = changedMap(before, { set: [], gone: [2] });
  expect([before.get(2), left.get(2), right.get(2)]).toEqual(['first 2', 'left', undefined]);
  expect([before.size, left.size, right.size]).toEqual([SIZE, SIZE, SIZE - 1]);
});

test('what the first version was made of is left alone', () => {
  const own = new Map(big);
  changedMap(changedMap(own, { set: [[1, 'second']], gone: [2] }), { set: [], gone: [3] });
  expect(own).toEqual(big);
});
