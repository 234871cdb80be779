import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import type { Problem } from './problem.ts';

export interface Wanted {
  readonly sr: RefOf<'sr'>;
  readonly needBytes: number;
}

/** What speaks against putting so much on a repository. */
export function targetProblems(inventory: Inventory, { sr, needBytes }: Wanted): readonly Problem[] {
  const record = inventory.sr.get(sr);
  if (record === undefined) return [{ rule: 'not-there' }];
  if (!holdsDisks(record)) return [{ rule: 'sr-holds-no-disks' }];
  if (![...inventory.pbd.values()].some((link) => link.sr === sr && link.isAttached)) return [{ rule: 'sr-not-connected' }];
  const free = freeBytesOf(record);
  return free === undefined || needBytes <= free ? [] : [{ rule: 'sr-too-full', sr: record.name, needBytes, freeBytes: free }];
}

/** Discs and what hosts bring with them take no disks. */
export function holdsDisks(sr: RecordOf<'sr'>): boolean {
  return sr.contentType !== 'iso' && sr.type !== 'iso' && sr.type !== 'udev' && !sr.isToolsSr;
}

/** Undefined of a repository that never told its size. */
export function freeBytesOf({ physicalSize, physicalUtilisation }: RecordOf<'sr'>): number | undefined {
  return physicalSize > 0 ? Math.max(0, physicalSize - physicalUtilisation) : undefined;
}
