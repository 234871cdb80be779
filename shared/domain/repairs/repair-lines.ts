import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { Lines, Parameters } from './repair-rule.ts';
import { repairTable } from './repair-table.ts';

/** Exactly what a repair runs; empty where a parameter is not what it should be, or a person acts. */
export function repairLines(repair: RepairId, parameters: Parameters): readonly string[] {
  return whole(repairTable[repair].lines(parameters)) ?? [];
}

/** What takes it back. */
export function undoLines(repair: RepairId, parameters: Parameters): readonly string[] {
  return whole(repairTable[repair].undo?.(parameters) ?? []) ?? [];
}

/** All of them or none. */
export function whole(lines: Lines): readonly string[] | undefined {
  const known = lines.filter((line) => line !== undefined);
  return known.length === lines.length ? known : undefined;
}
