import { array, assert, integer, option, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { chainsOf, shownChains } from '#shared/domain/storage/chains.ts';
import { diskRows } from '#shared/domain/storage/disk-list.ts';
import { writtenBytes } from '#shared/domain/storage/written-bytes.ts';
import { aRecord } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const sr = 'sr' as RefOf<'sr'>;

interface Sketch {
  readonly on?: string;
  readonly used: number;
  readonly is?: 'base' | 'snapshot';
  readonly size?: number;
}

function disksOf(sketch: Readonly<Record<string, Sketch>>) {
  return new Map(
    Object.entries(sketch).map(([name, { on, used, is, size = 100 }]) => [
      name as RefOf<'vdi'>,
      aRecord('vdi', {
        uuid: name,
        name,
        sr,
        isManaged: is !== 'base',
        isSnapshot: is === 'snapshot',
        virtualSize: size * GIB,
        physicalUtilisation: used * GIB,
        smConfig: on === undefined ? {} : { 'vhd-parent': on },
      }),
    ]),
  );
}

function chains(sketch: Readonly<Record<string, Sketch>>, isThick = false) {
  const vdi = disksOf(sketch);
  return chainsOf({ vdi, rows: diskRows({ vdi, vbd: new Map(), vm: new Map() }, { sr, isLibrary: false }), isThick });
}

const told = (of: ReturnType<typeof chains>) =>
  of.chains.flatMap(({ rows }) =>
    rows.map(({ disk, depth, upkeep }) => [disk.name, depth, upkeep?.is, (upkeep?.needsBytes ?? 0) / GIB, (upkeep?.freesBytes ?? 0) / GIB]),
  );

test('a disk, its snapshots and what they have in common are shown as they grew; what stands alone is not', () => {
  const of = chains({
    alone: { used: 5 },
    base: { used: 60, is: 'base' },
    disk: { on: 'base', used: 10 },
    shot: { on: 'base', used: 0, is: 'snapshot' },
  });
  expect(told(of)).toEqual([
    ['base', 0, undefined, 0, 0],
    ['disk', 1, undefined, 0, 0],
    ['shot', 1, undefined, 0, 0],
  ]);
  expect([of.longest, of.waiting, of.needsBytes]).toEqual([2, 0, 0]);
});

test('a base copy with one thing left that grew from it waits to be merged, and one with nothing left to be removed', () => {
  const of = chains({
    old: { used: 90, is: 'base' },
    young: { on: 'old', used: 30, is: 'base' },
    disk: { on: 'young', used: 4 },
    shot: { on: 'young', used: 1, is: 'snapshot' },
    kept: { used: 9, is: 'base' },
    left: { on: 'kept', used: 7, is: 'base' },
  });
  expect(told(of)).toEqual([
    ['old', 0, undefined, 0, 0],
    // Only ten GiB more fit into the lower one, for the disk is no larger.
    ['young', 1, 'merge', 10, 20],
    ['disk', 2, undefined, 0, 0],
    ['shot', 2, undefined, 0, 0],
    ['kept', 0, undefined, 0, 0],
    ['left', 1, 'remove', 0, 7],
  ]);
  expect([of.longest, of.waiting, of.needsBytes / GIB, of.freesBytes / GIB]).toEqual([3, 2, 10, 27]);
});

test('where disks take their whole size at once, the room for one more snapshot is told', () => {
  const sketch = { base: { used: 60, is: 'base' }, disk: { on: 'base', used: 100 }, shot: { on: 'base', used: 0, is: 'snapshot' } } as const;
  expect([chains(sketch, true), chains(sketch)].map((of) => of.chains.map(({ snapshotBytes }) => snapshotBytes))).toEqual([[100 * GIB], [undefined]]);
});

test('a parent that is not there is said to be missing, and a circle is nobody’s chain', () => {
  const of = chains({ orphan: { on: 'gone', used: 1 }, a: { on: 'b', used: 1 }, b: { on: 'a', used: 1 } });
  expect(of.chains.flatMap(({ rows }) => rows.map(({ disk, isParentMissing }) => [disk.name, isParentMissing]))).toEqual([['orphan', true]]);
});

test('chains are found by a name in them, and by what waits', () => {
  const of = chains({
    base: { used: 1, is: 'base' },
    mail: { on: 'base', used: 1 },
    other: { used: 1, is: 'base' },
    shop: { on: 'other', used: 1 },
    shot: { on: 'other', used: 1, is: 'snapshot' },
  });
  const names = (how: Parameters<typeof shownChains>[1]) => shownChains(of, how).map(({ disk }) => disk.name);
  expect([
    names({ text: 'MAIL', isWaitingOnly: false }),
    names({ text: '', isWaitingOnly: true }),
    names({ text: 'x', isWaitingOnly: false }),
  ]).toEqual([['base', 'mail'], ['base', 'mail'], []]);
});

test('whatever points at what, no disk is shown twice and no merge needs more than the disk is large', () => {
  const sketch = array(record({ on: option(integer({ min: 0, max: 11 })), used: integer({ min: 0, max: 150 }), base: integer({ min: 0, max: 1 }) }), {
    maxLength: 12,
  });
  assert(
    property(sketch, (disks) => {
      const of = chains(
        Object.fromEntries(
          disks.map(({ on, used, base }, index) => [
            `d${index}`,
            { used, ...(on !== null && { on: `d${on}` }), ...(base === 1 && { is: 'base' as const }) },
          ]),
        ),
      );
      const names = of.chains.flatMap(({ rows }) => rows.map(({ disk }) => disk.name));
      expect(new Set(names).size).toBe(names.length);
      for (const { upkeep } of of.chains.flatMap(({ rows }) => rows)) {
        expect(upkeep?.needsBytes ?? 0).toBeLessThanOrEqual(100 * GIB);
        expect(upkeep?.freesBytes ?? 0).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test.each<[string, Readonly<Record<string, Sketch>>, number]>([
  ['of a disk that stands alone what lies in it', { disk: { used: 5 } }, 5],
  [
    'what lies below it',
    { low: { used: 40, is: 'base' }, high: { on: 'low', used: 8, is: 'base' }, disk: { on: 'high', used: 1 }, other: { used: 9 } },
    49,
  ],
  ['no more than the disk', { low: { used: 90, is: 'base' }, disk: { on: 'low', used: 30 } }, 100],
  ['on LVM its whole room, which is larger than the disk', { low: { used: 90, is: 'base' }, disk: { on: 'low', used: 101 } }, 101],
  ['what is known where its parent is not', { disk: { on: 'gone', used: 3 } }, 3],
  ['each once where it goes round in a circle', { low: { on: 'disk', used: 4, is: 'base' }, disk: { on: 'low', used: 3 } }, 7],
])('a whole copy takes %s', (_what, sketch, gib) => {
  expect(writtenBytes(disksOf(sketch), 'disk' as RefOf<'vdi'>)).toBe(gib * GIB);
});
