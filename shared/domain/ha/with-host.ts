import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { haFactsOf } from './ha-facts.ts';
import { protectedNow, serverTolerance } from './tolerance.ts';

/** What becomes of the promise HA makes when a host takes part, or no more; undefined while HA is off. */
export interface HaPromise {
  /** How many failures the pool is set to survive. */
  readonly wanted: number;
  /** How many the server would promise then. */
  readonly most: number;
  /** Whether the server would refuse: there is a plan now and there would be none, and nobody has allowed that. */
  readonly isRefused: boolean;
}

export function promiseWith(inventory: Inventory, host: HostRef, takesPart: boolean): HaPromise | undefined {
  const pool = onlyPool(inventory)?.pool;
  if (pool?.isHaEnabled !== true) return undefined;
  const facts = haFactsOf(inventory);
  const then = { ...facts, hosts: facts.hosts.map((each) => (each.ref === host ? { ...each, isReady: takesPart } : each)) };
  const wanted = pool.haFailuresToTolerate;
  const { failures: most } = serverTolerance(then, protectedNow(then));
  const isPlanned = serverTolerance(facts, protectedNow(facts)).failures >= wanted;
  return { wanted, most, isRefused: isPlanned && most < wanted && !pool.mayOvercommitHa };
}
