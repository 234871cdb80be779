import { absorb, finishRow, startRow, storedValue, type Preparation } from './consolidation.ts';
import type { Curve } from './load-curve.ts';
import { floatText } from './reading.ts';
import { STANDARD_ARCHIVES, STEP_SEC, startOfStep, type Archive, type ArchiveKind, type DataSource, type Rrd, type SourceState } from './rrd.ts';

export interface CurveSource extends DataSource {
  readonly valueAt: Curve;
}

export interface CurveRrdSetup {
  readonly lastUpdatedSec: number;
  /** Nothing was recorded before. */
  readonly sinceSec: number;
  readonly sources: readonly CurveSource[];
}

/** Looking at every step of a year would take seconds; these many steps share one look in a row of that length. */
const STEPS_PER_LOOK: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [12, 3],
  [720, 60],
  [17_280, 720],
]);

/** A database that holds nothing: whatever is asked of it is worked out from curves, so thousands of VMs cost nothing until looked at. */
export function createCurveRrd(setup: CurveRrdSetup): Rrd {
  const archives = [...Map.groupBy(STANDARD_ARCHIVES, ({ stepsPerRow }) => stepsPerRow).values()].flatMap((kinds) => curveArchives(setup, kinds));
  return { lastUpdatedSec: setup.lastUpdatedSec, sources: setup.sources, archives, state: (index) => stateOf(setup, index) };
}

function sourceAt(setup: CurveRrdSetup, index: number): CurveSource {
  const source = setup.sources[index];
  if (source === undefined) throw new RangeError(`no data source ${index}`);
  return source;
}

/** Archives of one timescale look at the same moments, so their rows are worked out together. */
function curveArchives(setup: CurveRrdSetup, kinds: readonly ArchiveKind[]): readonly Archive[] {
  const rowSec = (kinds[0]?.stepsPerRow ?? 1) * STEP_SEC;
  const newestEndSec = startOfStep(setup.lastUpdatedSec, rowSec);
  const known = new Map<number, readonly number[]>();

  function rowsAt(index: number, age: number): readonly number[] {
    const key = age * setup.sources.length + index;
    const found = known.get(key);
    if (found !== undefined) return found;
    const source = sourceAt(setup, index);
    const endSec = newestEndSec - age * rowSec;
    const prepared = prepare(setup, source, kinds, { startSec: endSec - rowSec, endSec });
    const rows = kinds.map((kind, position) => storedValue(finishRow(prepared[position] ?? NOTHING, kind), source));
    known.set(key, rows);
    return rows;
  }

  return kinds.map((kind, position) => ({
    ...kind,
    peek: (index, age) => (newestEndSec - age * rowSec <= setup.sinceSec ? Number.NaN : (rowsAt(index, age)[position] ?? Number.NaN)),
    preparation(index) {
      const span = { startSec: newestEndSec, endSec: startOfStep(setup.lastUpdatedSec, STEP_SEC) };
      return prepare(setup, sourceAt(setup, index), kinds, span)[position] ?? NOTHING;
    },
  }));
}

const NOTHING: Preparation = { value: Number.NaN, unknownSteps: 0 };

function prepare(
  setup: CurveRrdSetup,
  source: CurveSource,
  kinds: readonly ArchiveKind[],
  span: { readonly startSec: number; readonly endSec: number },
): readonly Preparation[] {
  const lookSec = (STEPS_PER_LOOK.get(kinds[0]?.stepsPerRow ?? 1) ?? 1) * STEP_SEC;
  const rows = kinds.map((kind) => ({ kind, row: startRow(kind.consolidation, source) }));
  for (let fromSec = span.startSec; fromSec < span.endSec; fromSec += lookSec) {
    const toSec = Math.min(fromSec + lookSec, span.endSec);
    const value = toSec <= setup.sinceSec ? Number.NaN : withinBounds(source, source.valueAt(toSec));
    for (const { kind, row } of rows) absorb(row, kind, value, (toSec - fromSec) / STEP_SEC);
  }
  return rows.map(({ row }) => row);
}

function withinBounds(source: DataSource, value: number): number {
  return Math.min(source.max, Math.max(source.min, value));
}

/** A counter reads as if it had always grown at today's rate. */
function stateOf(setup: CurveRrdSetup, index: number): SourceState {
  const source = sourceAt(setup, index);
  const value = withinBounds(source, source.valueAt(startOfStep(setup.lastUpdatedSec, STEP_SEC)));
  if (source.type !== 'DERIVE') return { lastReading: floatText(value), value, unknownSec: 0 };
  const afterSec = setup.lastUpdatedSec - startOfStep(setup.lastUpdatedSec, STEP_SEC);
  return { lastReading: floatText(value * Math.max(0, setup.lastUpdatedSec - setup.sinceSec)), value: value * afterSec, unknownSec: 0 };
}
