import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';

/**
 * How two pictures, taken at two addresses, belong together. One pool with two masters is never merged: either it is
 * split, or one of them runs a database that was restored from a backup, and from here nobody can tell which is right.
 */
export type PoolRelation = 'different' | 'same' | 'two-masters';

export function poolRelation(a: Inventory, b: Inventory): PoolRelation {
  const [one, other] = [onlyPool(a)?.pool, onlyPool(b)?.pool];
  if (one === undefined || one.uuid === '' || one.uuid !== other?.uuid) return 'different';
  return masterOf(a) === masterOf(b) ? 'same' : 'two-masters';
}

/** Its uuid, for a restored database can know the same host by another reference. */
function masterOf(inventory: Inventory): string | undefined {
  const master = onlyPool(inventory)?.pool.master ?? undefined;
  return master === undefined ? undefined : inventory.host.get(master)?.uuid;
}
