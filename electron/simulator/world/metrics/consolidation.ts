import { unreachable } from '#shared/kernel/unreachable.ts';
import type { ArchiveKind, Consolidation, DataSource } from './rrd.ts';

/** How far a row has come. */
export interface Preparation {
  readonly value: number;
  readonly unknownSteps: number;
}

/** Rows are made by the million, so they are filled in place. */
interface RowInMaking {
  value: number;
  unknownSteps: number;
}

const NEUTRAL: Readonly<Record<Consolidation, number>> = {
  AVERAGE: 0,
  MIN: Number.POSITIVE_INFINITY,
  MAX: Number.NEGATIVE_INFINITY,
  LAST: Number.NaN,
};

/** The server keeps the start value within the source's bounds, lest an empty row print infinity. */
export function startRow(consolidation: Consolidation, source: DataSource): RowInMaking {
  const neutral = NEUTRAL[consolidation];
  const raised = source.min > neutral ? source.min : neutral;
  return { value: source.max < raised ? source.max : raised, unknownSteps: 0 };
}

/** Takes `steps` steps of one value into a row. */
export function absorb(row: RowInMaking, kind: ArchiveKind, value: number, steps: number): void {
  if (Number.isNaN(value)) absorbUnknown(row, kind, steps);
  else row.value = combined(row.value, kind, value, steps);
}

function combined(before: number, kind: ArchiveKind, value: number, steps: number): number {
  switch (kind.consolidation) {
    case 'AVERAGE':
      return before + (value * steps) / kind.stepsPerRow;
    case 'MIN':
      return before <= value ? before : value;
    case 'MAX':
      return before >= value ? before : value;
    case 'LAST':
      return value;
    default:
      return unreachable(kind.consolidation);
  }
}

/**
 * What is known so far is stretched over the steps that turn out unknown. The server does so for minimum and
 * maximum too, and does not count the unknown steps that would leave nothing known: both show in its answers.
 */
function absorbUnknown(row: RowInMaking, kind: ArchiveKind, steps: number): void {
  const knownBefore = kind.stepsPerRow - row.unknownSteps;
  const knownAfter = knownBefore - steps;
  if (knownAfter <= 0) return;
  row.value = (row.value * knownBefore) / knownAfter;
  row.unknownSteps += steps;
}

export function finishRow(row: Preparation, kind: ArchiveKind): number {
  return row.unknownSteps <= Math.trunc(kind.unknownShare * kind.stepsPerRow) ? row.value : Number.NaN;
}

/** Archives hold single precision, and a value outside the source's bounds reads as unknown. */
export function storedValue(value: number, source: DataSource): number {
  const stored = Math.fround(value);
  return stored < source.min || stored > source.max ? Number.NaN : stored;
}
