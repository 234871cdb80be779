import { jsonOf, tableOf, type Figure, type Report, type Row } from './report.ts';
import { summarise, type Summary } from './statistics.ts';

/** One thing to measure. `once` does it a single time and answers the milliseconds that count, or nothing: then all of it counts. */
export interface Subject {
  readonly name: string;
  readonly once: () => Promise<number | undefined> | number | undefined;
}

export interface Plan {
  /** Runs that are thrown away, so that caches and the compiler have settled. */
  readonly warmUps: number;
  readonly runs: number;
}

export type Measurement = { readonly is: 'measured'; readonly summary: Summary } | { readonly is: 'unmeasured'; readonly why: string };

export type Measurements = ReadonlyMap<string, Measurement>;

/**
 * Measures the subjects in turn, run by run, so that a machine that slows down in between slows all of them.
 * A subject that fails is left out from there on, and its reason is kept.
 */
export async function measure(subjects: readonly Subject[], plan: Plan, time: () => number = () => performance.now()): Promise<Measurements> {
  const values = new Map<string, number[]>(subjects.map((subject) => [subject.name, []]));
  const failures = new Map<string, string>();
  for (let run = -plan.warmUps; run < plan.runs; run += 1) {
    for (const { name, once } of subjects.filter((subject) => !failures.has(subject.name))) {
      try {
        const ms = await timed(once, time);
        if (run >= 0) values.get(name)?.push(ms);
      } catch (error) {
        failures.set(name, error instanceof Error ? error.message : String(error));
      }
    }
  }
  return new Map(
    [...values].map(([name, taken]) => {
      const why = failures.get(name);
      return [name, why === undefined ? { is: 'measured', summary: summarise(taken) } : { is: 'unmeasured', why }];
    }),
  );
}

async function timed(once: Subject['once'], time: () => number): Promise<number> {
  // Rubbish of the run before is not this run's burden.
  globalThis.gc?.();
  const startMs = time();
  const own = await once();
  return own ?? time() - startMs;
}

export function rowsOf(measurements: Measurements): Row[] {
  return [...measurements].map(([name, one]) =>
    one.is === 'measured' ? { name, unit: 'ms', summary: one.summary } : { name, unit: 'ms', unmeasured: one.why },
  );
}

/** The median of one subject as a figure. */
export function medianFigure(measurements: Measurements, of: { id: string; name: string }): Figure {
  const one = measurements.get(of.name);
  if (one?.is === 'measured') return { id: of.id, value: one.summary.median, unit: 'ms' };
  return { id: of.id, value: null, unit: 'ms', reason: one?.why ?? `${of.name} is no subject` };
}

/** How many times the peer's median ours is: below 1 we are faster. */
export function ratioFigure(measurements: Measurements, of: { id: string; ours: string; peer: string }): Figure {
  const ours = medianFigure(measurements, { id: of.id, name: of.ours });
  const peer = medianFigure(measurements, { id: of.id, name: of.peer });
  if (ours.value === null) return { ...ours, unit: 'ratio' };
  if (peer.value === null) return { ...peer, unit: 'ratio' };
  return { id: of.id, value: ours.value / peer.value, unit: 'ratio' };
}

/** Prints the table, and with `--json` the figures as the last line. */
export function printReport(report: Report, args: readonly string[]): void {
  process.stdout.write(`${tableOf(report)}\n`);
  if (args.includes('--json')) process.stdout.write(`${jsonOf(report)}\n`);
}
