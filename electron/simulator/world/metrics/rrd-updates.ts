import { bestArchives } from './best-archives.ts';
import { STEP_SEC, startOfStep, type Archive, type Consolidation, type Rrd } from './rrd.ts';

export interface NamedRrd {
  /** `host:<uuid>`, `vm:<uuid>` or `sr:<uuid>`. */
  readonly name: string;
  readonly rrd: Rrd;
}

export interface UpdatesQuery {
  /** Negative: back from the last update. */
  readonly startSec: number;
  readonly intervalSec: number;
  readonly consolidation: Consolidation | undefined;
}

export interface Updates {
  readonly startSec: number;
  readonly stepSec: number;
  readonly endSec: number;
  readonly legend: readonly string[];
  /** Newest first. */
  readonly rows: readonly { readonly timeSec: number; readonly values: readonly number[] }[];
}

/** Rows of several databases side by side; undefined when nothing was asked for or no archive fits. */
export function updatesOf(databases: readonly NamedRrd[], query: UpdatesQuery): Updates | undefined {
  const sinceSec = Math.min(...databases.map(({ rrd }) => (query.startSec < 0 ? query.startSec + Math.trunc(rrd.lastUpdatedSec) : query.startSec)));
  const wish = { consolidation: query.consolidation, atLeastStepsPerRow: Math.trunc(query.intervalSec / STEP_SEC), sinceSec };
  const chosen = databases.map((database) => ({ ...database, archives: bestArchives(database.rrd, wish) }));
  const lead = chosen.find(({ archives }) => archives.length > 0)?.archives[0];
  const lastUpdatedSec = databases[0]?.rrd.lastUpdatedSec;
  if (lead === undefined || lastUpdatedSec === undefined) return undefined;
  // Databases that cannot answer at the same resolution are left out, as the server does.
  const columns = chosen.flatMap(({ name, rrd, archives }) =>
    archives
      .filter((archive) => archive.stepsPerRow === lead.stepsPerRow && archive.rowCount === lead.rowCount)
      .flatMap((archive) => rrd.sources.map((source, index) => ({ archive, index, legend: `${archive.consolidation}:${name}:${source.name}` }))),
  );
  const stepSec = STEP_SEC * lead.stepsPerRow;
  const endSec = startOfStep(lastUpdatedSec, stepSec);
  return {
    startSec: startOfStep(sinceSec, stepSec) + stepSec,
    stepSec,
    endSec,
    legend: columns.map(({ legend }) => legend),
    rows: rowAges(lead, { endSec, stepSec, sinceSec }).map((age) => ({
      timeSec: endSec - age * stepSec,
      values: columns.map(({ archive, index }) => archive.peek(index, age)),
    })),
  };
}

function rowAges(archive: Archive, range: { endSec: number; stepSec: number; sinceSec: number }): readonly number[] {
  const wanted = Math.floor((range.endSec - range.sinceSec) / range.stepSec) + 1;
  return Array.from({ length: Math.max(0, Math.min(wanted, archive.rowCount)) }, (_, age) => age);
}

/** The newest averaged value of one source; undefined when there is no such source. */
export function latestValue(rrd: Rrd, name: string): number | undefined {
  const index = rrd.sources.findIndex((source) => source.name === name);
  if (index < 0) return undefined;
  const wish = { consolidation: 'AVERAGE', atLeastStepsPerRow: 0, sinceSec: Math.trunc(rrd.lastUpdatedSec) } as const;
  return bestArchives(rrd, wish)[0]?.peek(index, 0);
}
