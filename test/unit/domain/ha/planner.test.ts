import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { survivesByEstimate } from '#shared/domain/ha/approximate.ts';
import { survivesEverySequence } from '#shared/domain/ha/exhaustive.ts';
import { isImpossible, methodFor, mostFailures, survives } from '#shared/domain/ha/failures.ts';
import { oneMore } from '#shared/domain/ha/one-more.ts';
import { pack, type PlanPool } from '#shared/domain/ha/packing.ts';
import { hasRoom, mostWithRoom } from '#shared/domain/ha/room.ts';
import { canAlwaysFit, smallPools } from './small-pools.ts';

function aPool(free: readonly number[], vms: readonly (readonly [size: number, host: number])[]): PlanPool {
  return {
    totalHosts: free.length,
    hosts: free.map((freeBytes, index) => ({ id: `h${index}`, freeBytes })),
    vms: vms.map(([sizeBytes, host], index) => ({ id: `v${index}`, sizeBytes, host: `h${host}` })),
  };
}

test('the biggest machine goes first, onto the host with most room; among equals onto the one used last', () => {
  const hosts = [10, 10, 12].map((freeBytes, index) => ({ id: `h${index}`, freeBytes }));
  const sizes = [2, 5, 5, 20].map((sizeBytes, index) => ({ id: `v${index}`, sizeBytes }));
  expect(pack(hosts, sizes)).toEqual({
    placed: [
      { vm: 'v1', host: 'h2' },
      { vm: 'v2', host: 'h0' },
      { vm: 'v0', host: 'h1' },
    ],
    unplaced: ['v3'],
    hosts: [
      { id: 'h0', freeBytes: 5 },
      { id: 'h1', freeBytes: 8 },
      { id: 'h2', freeBytes: 7 },
    ],
  });
});

test('few sequences are all tried, many are estimated, and big pools are only ever estimated', () => {
  expect([methodFor(16, 3), methodFor(17, 3), methodFor(32, 2), methodFor(33, 0), methodFor(8, 4), methodFor(8, 5)]).toEqual([
    'exhaustive',
    'approximate',
    'exhaustive',
    'approximate',
    'exhaustive',
    'approximate',
  ]);
});

test('the estimate counts every machine as the biggest and loses the roomiest hosts', () => {
  // Six slots of five, of which two stay once the roomy host is lost; two machines have to move.
  expect([
    survivesByEstimate(
      aPool(
        [20, 5, 5],
        [
          [5, 1],
          [1, 1],
          [1, 2],
        ],
      ),
      1,
    ),
    survivesByEstimate(
      aPool(
        [20, 5, 4],
        [
          [5, 1],
          [1, 1],
          [1, 2],
        ],
      ),
      1,
    ),
  ]).toEqual([true, false]);
});

test('an estimate that would divide by nothing is no plan', () => {
  const pool = { ...aPool([8, 8], [[0, 0]]), totalHosts: 40 };
  expect([survivesByEstimate(pool, 1), survives(pool, 1)]).toEqual([undefined, false]);
});

test('a pool without protected machines may lose every host; one with some must keep one', () => {
  expect([mostFailures(aPool([1, 1, 1], [])), mostFailures(aPool([9, 9, 9], [[3, 0]])), isImpossible(aPool([9], [[1, 0]]), 1)]).toEqual([3, 2, true]);
});

test('what does not fit while all hosts are up is still no less than none', () => {
  expect(mostFailures(aPool([1, 1], [[5, 0]]))).toBe(0);
});

test('trying everything is never wrong where estimating says yes, and both are never more hopeful than there is room', () => {
  fc.assert(
    fc.property(smallPools({ hosts: 5, vms: 8 }), fc.integer({ min: 0, max: 5 }), (pool, failures) => {
      fc.pre(!isImpossible(pool, failures));
      const everySequence = survivesEverySequence(pool, failures);
      expect(survivesByEstimate(pool, failures) === true && !everySequence).toBe(false);
      expect(everySequence && !canAlwaysFit(pool, failures)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test('our own answer is that of trying every placement by hand', () => {
  fc.assert(
    fc.property(smallPools({ hosts: 5, vms: 8 }), fc.integer({ min: 0, max: 5 }), (pool, failures) => {
      const isPossible = failures <= pool.hosts.length && canAlwaysFit(pool, failures);
      expect(hasRoom(pool, failures)).toBe(isPossible ? 'yes' : 'no');
    }),
    { numRuns: 2_000 },
  );
});

test('more memory anywhere never leaves room for fewer failures', () => {
  fc.assert(
    fc.property(smallPools({ hosts: 5, vms: 8 }), fc.nat(), fc.integer({ min: 1, max: 10 }), (pool, at, more) => {
      const hosts = pool.hosts.map((host, index) => (index === at % pool.hosts.length ? { ...host, freeBytes: host.freeBytes + more } : host));
      expect(mostWithRoom({ ...pool, hosts })).toBeGreaterThanOrEqual(mostWithRoom(pool));
    }),
    { numRuns: 1_000 },
  );
});

test('the server’s own plan can get worse with more memory, which ours says', () => {
  // Found by chance: the roomier fourth host draws machines that the server then cannot move on.
  const pool = aPool(
    [11, 9, 12, 13],
    [
      [6, 0],
      [2, 2],
      [4, 3],
      [4, 2],
      [6, 2],
      [4, 1],
      [2, 1],
      [2, 2],
    ],
  );
  const richer = { ...pool, hosts: pool.hosts.map((host) => (host.id === 'h3' ? { ...host, freeBytes: 18 } : host)) };
  expect([mostFailures(pool), mostFailures(richer), mostWithRoom(pool), mostWithRoom(richer)]).toEqual([2, 1, 2, 2]);
});

test('too many ways to try is said, not guessed', () => {
  const pool = aPool(
    Array.from({ length: 64 }, () => 10),
    Array.from({ length: 64 }, (_, host) => [5, host] as const),
  );
  expect([hasRoom(pool, 1), hasRoom(pool, 5), hasRoom(pool, 1, { sets: 10, placements: 10 })]).toEqual(['yes', 'unknown', 'unknown']);
});

test('whatever is said to make one more failure survivable does so', () => {
  const MIB = 1024 * 1024;
  const inMib = smallPools({ hosts: 5, vms: 8 }).map((pool) => ({
    ...pool,
    hosts: pool.hosts.map((host) => ({ ...host, freeBytes: host.freeBytes * MIB })),
    vms: pool.vms.map((vm) => ({ ...vm, sizeBytes: vm.sizeBytes * MIB })),
  }));
  fc.assert(
    fc.property(inMib, (pool) => {
      const failures = mostFailures(pool) + 1;
      const { growEachBytes, unprotect } = oneMore(pool, failures);
      const grown = { ...pool, hosts: pool.hosts.map((host) => ({ ...host, freeBytes: host.freeBytes + (growEachBytes ?? 0) })) };
      const fewer = { ...pool, vms: pool.vms.filter(({ id }) => unprotect?.some((vm) => vm === id) !== true) };
      expect([growEachBytes === undefined || survives(grown, failures), unprotect === undefined || survives(fewer, failures)]).toEqual([true, true]);
      expect([growEachBytes === undefined, unprotect === undefined]).toEqual([isImpossible(pool, failures), failures > pool.hosts.length]);
    }),
    { numRuns: 500 },
  );
});
