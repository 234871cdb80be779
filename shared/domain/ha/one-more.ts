import { MIB } from '#shared/domain/capacity/vm-memory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { isImpossible, survives } from './failures.ts';
import type { PlanPool } from './packing.ts';

/** What would make the server promise one failure more; each way is checked with its own planner. */
export interface OneMore {
  readonly failures: number;
  /** Memory to add to every host that takes part; undefined when memory alone does not do it. */
  readonly growEachBytes: number | undefined;
  /** Enough of the biggest to leave unprotected, or to shrink; undefined when even none would not do it. */
  readonly unprotect: readonly VmRef[] | undefined;
}

export function oneMore(pool: PlanPool, failures: number): OneMore {
  return { failures, growEachBytes: growth(pool, failures), unprotect: reduction(pool, failures) };
}

function growth(pool: PlanPool, failures: number): number | undefined {
  if (isImpossible(pool, failures)) return undefined;
  const grown = (mib: number): PlanPool => ({ ...pool, hosts: pool.hosts.map((host) => ({ ...host, freeBytes: host.freeBytes + mib * MIB })) });
  // With room for all of them on every host, nothing can be in the way but a server that divides by nothing.
  let enough = Math.ceil(pool.vms.reduce((bytes, vm) => bytes + vm.sizeBytes, 0) / MIB) * pool.hosts.length;
  if (!survives(grown(enough), failures)) return undefined;
  let short = 0;
  while (enough - short > 1) {
    const middle = Math.trunc((short + enough) / 2);
    if (survives(grown(middle), failures)) enough = middle;
    else short = middle;
  }
  return enough * MIB;
}

function reduction(pool: PlanPool, failures: number): readonly VmRef[] | undefined {
  const bySize = pool.vms.toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  const without = (count: number): PlanPool => {
    const out = new Set(bySize.slice(0, count).map(({ id }) => id));
    // Left where they run, they keep their memory there; they only need not restart.
    return { ...pool, vms: pool.vms.filter(({ id }) => !out.has(id)) };
  };
  if (!survives(without(bySize.length), failures)) return undefined;
  let short = 0;
  let enough = bySize.length;
  while (enough - short > 1) {
    const middle = Math.trunc((short + enough) / 2);
    if (survives(without(middle), failures)) enough = middle;
    else short = middle;
  }
  // The pool's ids are the references it was made of.
  return bySize.slice(0, enough).map(({ id }) => id as VmRef);
}
