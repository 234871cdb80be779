import type { Clock } from '#engine/ports.ts';
import { pause } from '#engine/time.ts';
import { formatAddress, parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { pointsOf, reportOf } from '#shared/domain/metrics/derive.ts';
import type { HostPoint, HostStatistics, SilentWhy } from '#shared/domain/metrics/figures.ts';
import { parseRows, parseUpdates } from '#shared/domain/metrics/parse-updates.ts';
import { createHttpGetter, type Dial, type HttpGetter } from './http-get.ts';
import { MetricsError } from './metrics-error.ts';

/** Hosts measure every five seconds; their answer is cheap, a window full of bars that jump is not. */
const PERIOD_MS = 5_000;
const LONGEST_BREAK_MS = 120_000;
/** Two measurements and the moment between them: the newest may not be there for every source yet. */
const PATH = '/rrd_updates?start=-12&cf=AVERAGE&host=true&json=true';
/** A host that sends us on and is sent on itself has nothing to tell. */
const MOST_TURNS = 2;

export interface HostGaugeSetup {
  readonly clock: Clock;
  readonly dial: Dial;
  readonly firstDelayMs: number;
  /** Asked before every turn; undefined while there is nobody to ask. */
  readonly where: () => { readonly address: ServerAddress; readonly session: string; readonly members: readonly ServerAddress[] } | undefined;
  readonly tell: (statistics: HostStatistics) => void;
}

/** Measures one host until it is stopped. */
export async function measure(setup: HostGaugeSetup, signal: AbortSignal): Promise<void> {
  const { clock } = setup;
  const getters = createGetters(setup);
  let failed = 0;
  let silentSinceMs = clock.now();
  try {
    await pause(clock, setup.firstDelayMs, signal);
    while (!signal.aborted) {
      const where = setup.where();
      if (where !== undefined) {
        const answer = await ask(getters, where, { clock, signal });
        failed = 'report' in answer ? 0 : failed + 1;
        if (failed === 1) silentSinceMs = clock.now();
        setup.tell('report' in answer ? { is: 'figures', report: answer.report } : { is: 'silent', sinceMs: silentSinceMs, why: answer.why });
      }
      await pause(clock, Math.min(PERIOD_MS * 2 ** failed, LONGEST_BREAK_MS), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    getters.close();
  }
}

/** Ten minutes of five-second steps are all a host keeps; asked for more, it answers by the minute. */
const HISTORY_PATH = '/rrd_updates?start=-590&cf=AVERAGE&host=true&json=true';

export type Asking = Pick<HostGaugeSetup, 'clock' | 'dial' | 'where'>;

/** One document of a host, from wherever it sends us on to; throws MetricsError. */
export async function askDocument(setup: Asking, path: string, signal: AbortSignal): Promise<string> {
  const where = setup.where();
  if (where === undefined) throw new MetricsError({ is: 'no-answer' });
  const getters = createGetters(setup);
  try {
    return await documentOf(getters, { ...where, path }, signal);
  } finally {
    getters.close();
  }
}

/** What the host did lately; throws MetricsError where it sends none. */
export async function askHistory(setup: Asking, signal: AbortSignal): Promise<readonly HostPoint[]> {
  const rows = parseRows(await askDocument(setup, HISTORY_PATH, signal));
  if (rows === undefined) throw new MetricsError({ is: 'nonsense' });
  const points = pointsOf(rows);
  // By our own clock, as all that is measured from now on: hosts' clocks differ.
  const behindMs = setup.clock.now() - (points.at(-1)?.atMs ?? 0);
  return points.map((point) => ({ ...point, atMs: point.atMs + behindMs }));
}

type Where = NonNullable<ReturnType<HostGaugeSetup['where']>>;
type Answer = { readonly report: ReturnType<typeof reportOf> } | { readonly why: SilentWhy };

async function ask(getters: Getters, where: Where, { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<Answer> {
  try {
    const updates = parseUpdates(await documentOf(getters, { ...where, path: PATH }, signal));
    return updates === undefined ? { why: { is: 'nonsense' } } : { report: reportOf(updates, clock.now()) };
  } catch (error) {
    if (error instanceof MetricsError) return { why: error.why };
    throw error;
  }
}

async function documentOf(
  getters: Getters,
  { address, session, members, path }: Where & { readonly path: string },
  signal: AbortSignal,
): Promise<string> {
  let at = address;
  for (let turn = 0; turn <= MOST_TURNS; turn += 1) {
    const answer = await getters.at(at).get(path, { session, signal });
    if (answer.is === 'document') return answer.text;
    const next = hostOf(answer.location);
    // The session opens the whole pool, so nobody outside of it is given one.
    if (next === undefined || !members.some((member) => formatAddress(member) === formatAddress(next))) break;
    at = next;
  }
  throw new MetricsError({ is: 'refused', status: 302 });
}

function hostOf(location: string): ServerAddress | undefined {
  return parseAddress(/^https:\/\/([^/?#]+)/.exec(location)?.[1] ?? '');
}

interface Getters {
  at(address: ServerAddress): HttpGetter;
  close(): void;
}

/** Keeps the connection to where the last answer came from; a host that has moved is another one. */
function createGetters(setup: Pick<Asking, 'clock' | 'dial'>): Getters {
  const open = new Map<string, HttpGetter>();
  return {
    at(address) {
      const name = formatAddress(address);
      const getter = open.get(name) ?? createHttpGetter({ ...setup, address });
      open.set(name, getter);
      return getter;
    },
    close() {
      for (const getter of open.values()) getter.close();
      open.clear();
    },
  };
}
