import { unreachable } from '#shared/kernel/unreachable.ts';
import { absorb, finishRow, startRow, storedValue } from './consolidation.ts';
import { HEARTBEAT_SEC, STEP_SEC, startOfStep, type Archive, type ArchiveKind, type DataSource, type Rrd, type SourceState } from './rrd.ts';
import { readingText, UNKNOWN, type Reading } from './reading.ts';

interface SampledSource {
  readonly source: DataSource;
  last: Reading;
  value: number;
  unknownSec: number;
}

interface SampledArchive extends ArchiveKind {
  /** Newest row at `newest`, the others before it, around the ring. */
  readonly rings: readonly Float32Array[];
  readonly rows: ReturnType<typeof startRow>[];
  newest: number;
}

/** What an update spans: steps that ended with it, and the seconds before and after the end of the last one. */
interface Span {
  readonly intervalSec: number;
  readonly firstStep: number;
  readonly endedSteps: number;
  readonly beforeSec: number;
  readonly afterSec: number;
}

export interface SampledRrd extends Rrd {
  /** One reading per source, in the order of the sources. */
  update(timeSec: number, readings: readonly Reading[]): void;
}

export interface SampledSetup {
  readonly startSec: number;
  readonly sources: readonly (DataSource & { readonly transform?: (value: number) => number })[];
  readonly archives: readonly ArchiveKind[];
}

/** A database fed reading by reading, as the metrics daemon does it. */
export function createSampledRrd(setup: SampledSetup): SampledRrd {
  let lastUpdatedSec = 0;
  const sources = setup.sources.map((source): SampledSource => ({ source, last: UNKNOWN, value: 0, unknownSec: 0 }));
  const archives = setup.archives.map((kind) => emptyArchive(setup.sources, kind));

  function update(timeSec: number, readings: readonly Reading[]): void {
    const span = spanOf(lastUpdatedSec, timeSec);
    lastUpdatedSec = timeSec;
    const rates = sources.map((sampled, index) => takeReading(sampled, readings[index] ?? UNKNOWN, span.intervalSec));
    sources.forEach((sampled, index) => accumulate(sampled, rates[index] ?? Number.NaN, span));
    if (span.endedSteps === 0) return;
    const steps = sources.map((sampled, index) => stepValue(sampled, span, setup.sources[index]?.transform));
    for (const archive of archives) archiveSteps(archive, setup.sources, steps, span);
    sources.forEach((sampled, index) => beginStep(sampled, rates[index] ?? Number.NaN, span));
  }

  // The first update spans all time since the epoch: nothing is known of it, and every archive fills up with that.
  update(
    setup.startSec,
    setup.sources.map(() => UNKNOWN),
  );
  return {
    get lastUpdatedSec() {
      return lastUpdatedSec;
    },
    sources: setup.sources,
    archives: archives.map((archive) => archiveView(archive, setup.sources)),
    state: (index) => sourceState(sources[index]),
    update,
  };
}

function emptyArchive(sources: readonly DataSource[], kind: ArchiveKind): SampledArchive {
  return {
    ...kind,
    rings: sources.map(() => new Float32Array(kind.rowCount).fill(Number.NaN)),
    rows: sources.map((source) => startRow(kind.consolidation, source)),
    newest: 0,
  };
}

function spanOf(fromSec: number, toSec: number): Span {
  const elapsed = toSec - fromSec;
  const intervalSec = elapsed < 0 ? STEP_SEC : elapsed;
  const from = startOfStep(fromSec, STEP_SEC);
  const to = startOfStep(toSec, STEP_SEC);
  const endedSteps = Math.trunc((to - from) / STEP_SEC);
  const ageSec = toSec - to;
  return endedSteps > 0
    ? { intervalSec, firstStep: from / STEP_SEC, endedSteps, beforeSec: intervalSec - ageSec, afterSec: ageSec }
    : { intervalSec, firstStep: from / STEP_SEC, endedSteps: 0, beforeSec: intervalSec, afterSec: 0 };
}

/** What the reading says about the time since the one before: a level, or for a counter by how much it grew. */
function takeReading(sampled: SampledSource, reading: Reading, intervalSec: number): number {
  if (intervalSec > HEARTBEAT_SEC) return Number.NaN;
  const before = sampled.last;
  sampled.last = reading;
  if (reading.is === 'unknown') return Number.NaN;
  switch (sampled.source.type) {
    case 'GAUGE':
      return reading.value;
    case 'ABSOLUTE':
      return reading.value / intervalSec;
    case 'DERIVE':
      return before.is === 'unknown' ? Number.NaN : reading.value - before.value;
    default:
      return unreachable(sampled.source.type);
  }
}

/** Growth is shared out between steps by time; a level simply replaces the one before. */
function accumulate(sampled: SampledSource, amount: number, span: Span): void {
  if (Number.isNaN(amount)) sampled.unknownSec = span.beforeSec;
  else if (sampled.source.type === 'DERIVE') sampled.value += (span.beforeSec * amount) / span.intervalSec;
  else sampled.value = amount;
}

function stepValue(sampled: SampledSource, span: Span, transform: ((value: number) => number) | undefined): number {
  if (span.intervalSec > HEARTBEAT_SEC) return Number.NaN;
  const knownSec = span.intervalSec - sampled.unknownSec;
  const raw = sampled.source.type === 'DERIVE' ? sampled.value / knownSec : sampled.value;
  const value = transform === undefined ? raw : transform(raw);
  return value < sampled.source.min || value > sampled.source.max ? Number.NaN : value;
}

function beginStep(sampled: SampledSource, amount: number, span: Span): void {
  const isUnknown = Number.isNaN(amount);
  sampled.unknownSec = isUnknown ? span.afterSec : 0;
  if (isUnknown) sampled.value = 0;
  else if (sampled.source.type === 'DERIVE') sampled.value = (span.afterSec * amount) / span.intervalSec;
}

function archiveSteps(archive: SampledArchive, sources: readonly DataSource[], values: readonly number[], span: Span): void {
  const stepsToEnd = archive.stepsPerRow - (span.firstStep % archive.stepsPerRow);
  const endsRow = span.endedSteps >= stepsToEnd;
  absorbAll(archive, values, Math.min(stepsToEnd, span.endedSteps));
  if (!endsRow) return;
  push(
    archive,
    archive.rows.map((row) => finishRow(row, archive)),
  );
  // Further rows that passed by consist of nothing but this value, whatever the consolidation.
  const furtherRows = Math.trunc((span.endedSteps - stepsToEnd) / archive.stepsPerRow);
  for (let count = Math.min(furtherRows, archive.rowCount); count > 0; count -= 1) push(archive, values);
  sources.forEach((source, index) => {
    archive.rows[index] = startRow(archive.consolidation, source);
  });
  absorbAll(archive, values, (span.endedSteps - stepsToEnd) % archive.stepsPerRow);
}

function absorbAll(archive: SampledArchive, values: readonly number[], steps: number): void {
  archive.rows.forEach((row, index) => {
    absorb(row, archive, values[index] ?? Number.NaN, steps);
  });
}

function push(archive: SampledArchive, values: readonly number[]): void {
  archive.newest = (archive.newest + 1) % archive.rowCount;
  archive.rings.forEach((ring, index) => {
    ring[archive.newest] = values[index] ?? Number.NaN;
  });
}

function archiveView(archive: SampledArchive, sources: readonly DataSource[]): Archive {
  return {
    consolidation: archive.consolidation,
    stepsPerRow: archive.stepsPerRow,
    rowCount: archive.rowCount,
    unknownShare: archive.unknownShare,
    peek(index, age) {
      const source = sources[index];
      const stored = archive.rings[index]?.[(archive.newest - age + archive.rowCount) % archive.rowCount];
      return source === undefined || stored === undefined ? Number.NaN : storedValue(stored, source);
    },
    preparation: (index) => archive.rows[index] ?? { value: Number.NaN, unknownSteps: 0 },
  };
}

function sourceState(sampled: SampledSource | undefined): SourceState {
  if (sampled === undefined) throw new RangeError('no such data source');
  return { lastReading: readingText(sampled.last), value: sampled.value, unknownSec: sampled.unknownSec };
}
