import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';

/** New disks, suspended machines and crash dumps: a pool sends each to a place of its own. */
export const defaultUses = ['defaultSr', 'suspendImageSr', 'crashDumpSr'] as const;

/** How many of them go to this repository. */
export function usesOfDefault(inventory: Inventory, sr: RefOf<'sr'>): number {
  const pool = onlyPool(inventory)?.pool;
  return defaultUses.filter((use) => pool?.[use] === sr).length;
}
