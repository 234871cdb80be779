import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { holdsDisks } from '#shared/domain/rules/storage-room.ts';
import { isThin } from './driver-can.ts';

/** Above this somebody has to do something; below it the usual growth of a week still fits. */
const CROWDED = 0.9;
/** Thin storage stops every machine on it when it is full, so it is told of earlier where more is promised than there is. */
const CROWDED_THIN = 0.8;
/** With less than this the drivers refuse to do anything. */
const FULL_BYTES = 512 * 1024 * 1024;

export interface SpaceWarning {
  readonly sr: RefOf<'sr'>;
  readonly name: string;
  readonly is: 'full' | 'crowded' | 'promised-too-much';
  readonly share: number;
  readonly freeBytes: number;
  readonly promisedBytes: number;
  readonly sizeBytes: number;
}

/** Repositories for disks that run out of room, the fullest first. */
export function spaceWarnings(inventory: Inventory, only?: RefOf<'sr'>): readonly SpaceWarning[] {
  const warnings = [...inventory.sr].flatMap(([ref, sr]) => (only !== undefined && ref !== only ? [] : (warningOf(inventory, ref, sr) ?? [])));
  return warnings.toSorted((a, b) => (a.share === b.share ? byNaturalOrder(a.name, b.name) : b.share - a.share));
}

function warningOf(inventory: Inventory, ref: RefOf<'sr'>, sr: RecordOf<'sr'>): SpaceWarning | undefined {
  // One that never told its size is not judged.
  if (!holdsDisks(sr) || sr.physicalSize <= 0) return undefined;
  const freeBytes = Math.max(0, sr.physicalSize - sr.physicalUtilisation);
  const share = sr.physicalUtilisation / sr.physicalSize;
  const promises = isThin(inventory, sr) && sr.virtualAllocation > sr.physicalSize;
  const is = freeBytes < FULL_BYTES ? 'full' : promises && share >= CROWDED_THIN ? 'promised-too-much' : share >= CROWDED ? 'crowded' : undefined;
  return is === undefined
    ? undefined
    : { sr: ref, name: sr.name, is, share, freeBytes, promisedBytes: sr.virtualAllocation, sizeBytes: sr.physicalSize };
}
