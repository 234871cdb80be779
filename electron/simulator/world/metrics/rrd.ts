import type { Preparation } from './consolidation.ts';

/** Seconds between two readings of every data source, and the unit all archives count in. */
export const STEP_SEC = 5;
/** A reading later than this after the one before says nothing about the time between. */
export const HEARTBEAT_SEC = 300;
export type Consolidation = 'AVERAGE' | 'MIN' | 'MAX' | 'LAST';

export interface ArchiveKind {
  readonly consolidation: Consolidation;
  readonly stepsPerRow: number;
  readonly rowCount: number;
  /** A row stays known while at most this share of its steps is unknown. */
  readonly unknownShare: number;
}

const TIMESCALES = [
  { stepsPerRow: 12, rowCount: 120 },
  { stepsPerRow: 720, rowCount: 168 },
  { stepsPerRow: 17_280, rowCount: 366 },
] as const;
const CONSOLIDATIONS = ['AVERAGE', 'MIN', 'MAX'] as const;

/** What a host keeps of every source: ten minutes, two hours, a week and a year, in order of length. */
export const STANDARD_ARCHIVES: readonly ArchiveKind[] = [
  { consolidation: 'AVERAGE', stepsPerRow: 1, rowCount: 120, unknownShare: 0.5 },
  ...TIMESCALES.flatMap((timescale) => CONSOLIDATIONS.map((consolidation) => ({ ...timescale, consolidation, unknownShare: 1 }))),
];

export interface DataSource {
  readonly name: string;
  readonly type: 'GAUGE' | 'ABSOLUTE' | 'DERIVE';
  readonly min: number;
  readonly max: number;
}

/** Where a source stands within the step that is not over yet. */
export interface SourceState {
  /** As printed: integers and floats look different. */
  readonly lastReading: string;
  readonly value: number;
  readonly unknownSec: number;
}

export interface Archive extends ArchiveKind {
  /** `age` 0 is the newest row. */
  peek(source: number, age: number): number;
  preparation(source: number): Preparation;
}

/** A round-robin database of one host, VM or SR, however its rows come about. */
export interface Rrd {
  /** Seconds since the epoch, with fraction. */
  readonly lastUpdatedSec: number;
  readonly sources: readonly DataSource[];
  readonly archives: readonly Archive[];
  state(source: number): SourceState;
}

/** The greatest multiple of `stepSec` that is not after `timeSec`. */
export function startOfStep(timeSec: number, stepSec: number): number {
  return stepSec * Math.trunc(Math.trunc(timeSec) / stepSec);
}
