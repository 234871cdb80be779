import * as fc from 'fast-check';
import type { PlanPool } from '#shared/domain/ha/packing.ts';

interface Limits {
  readonly hosts: number;
  readonly vms: number;
}

/** Pools small enough to try everything on, tight enough that much does not fit. */
export function smallPools({ hosts, vms }: Limits): fc.Arbitrary<PlanPool> {
  return fc
    .record({
      free: fc.array(fc.integer({ min: 0, max: 24 }), { minLength: 1, maxLength: hosts }),
      machines: fc.array(fc.record({ size: fc.integer({ min: 1, max: 10 }), home: fc.nat() }), { maxLength: vms }),
    })
    .map(({ free, machines }) => ({
      totalHosts: free.length,
      hosts: free.map((freeBytes, index) => ({ id: `h${index}`, freeBytes })),
      vms: machines.map(({ size, home }, index) => ({ id: `v${index}`, sizeBytes: size, host: `h${home % free.length}` })),
    }));
}

/** Tries everything, in the plainest way: every set of lost hosts, every host for every machine. */
export function canAlwaysFit(pool: PlanPool, failures: number): boolean {
  return everySet(
    pool.hosts.map(({ id }) => id),
    failures,
  ).every((lost) => {
    const free = new Map(pool.hosts.filter(({ id }) => !lost.includes(id)).map(({ id, freeBytes }) => [id, freeBytes]));
    return canFit(
      free,
      pool.vms.filter(({ host }) => host !== undefined && lost.includes(host)).map(({ sizeBytes }) => sizeBytes),
    );
  });
}

function canFit(free: ReadonlyMap<string, number>, [size, ...rest]: readonly number[]): boolean {
  if (size === undefined) return true;
  return [...free].some(([id, bytes]) => bytes >= size && canFit(new Map([...free, [id, bytes - size]]), rest));
}

function everySet(ids: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  const [first, ...rest] = ids;
  if (first === undefined) return [];
  return [...everySet(rest, size - 1).map((set) => [first, ...set]), ...everySet(rest, size)];
}
