import { StringDecoder } from 'node:string_decoder';
import type { Clock, Timer } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { pause } from '#engine/time.ts';
import type { Believed } from '#shared/domain/diagnosis/believed.ts';
import { answersOf, bundleScript, clockOf, type ReadyProbe, readFrames } from '#shared/domain/diagnosis/frames.ts';
import { holesOf } from '#shared/domain/diagnosis/holes.ts';
import type { ProbeAnswer, ProbeId } from '#shared/domain/diagnosis/probe.ts';
import { probeIds, probeTable, readyProbe, readyProbes } from '#shared/domain/diagnosis/probe-table.ts';
import { readAnswers } from '#shared/domain/diagnosis/read-answers.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';

/** Files and counters cost the host next to nothing. */
const CHEAP_EVERY_MS = 5_000;
const QUICK_EVERY_MS = 20_000;
/** What has not ended so long after its own limit never will: something in the kernel holds it. */
const GRACE_MS = 5_000;
const STUCK_REST_MS = 60_000;

export interface CollectorSetup {
  readonly clock: Clock;
  readonly believed: () => Believed;
  readonly sight: () => HostSight;
  /** Something new is known. */
  readonly onSight: (sight: HostSight) => void;
  readonly isPaused: () => boolean;
  /** Asked together with the quick tools. */
  readonly beside: (connection: Connection, signal: AbortSignal) => Promise<void>;
}

/** Looks at a host over one connection, tier by tier, for as long as that lasts. */
export interface Collector {
  /** Throws SshError when the connection is lost, and nothing else unless there is a bug. */
  run(connection: Connection, signal: AbortSignal): Promise<void>;
  /** Everything that is not asked by itself, once more. */
  lookAgain(): void;
  /** What is asked only when a person wants it. */
  ask(probes: readonly ProbeId[]): void;
  nextReadMs(): number | undefined;
}

export function createCollector(setup: CollectorSetup): Collector {
  const { clock } = setup;
  let nextReadMs: number | undefined;
  let wake = new AbortController();
  let isFullWanted = true;
  const requested = new Set<ProbeId>();

  const ready = (tier: 0 | 1 | 2, channel: 'bundle' | 'own'): readonly ReadyProbe[] =>
    readyProbes(tier, channel, holesOf(setup.sight(), setup.believed()));

  function take(answers: readonly ProbeAnswer[]): void {
    if (answers.length > 0) setup.onSight(readAnswers(setup.sight(), answers));
  }

  /** What got stuck is left out for a while, so that the others have their say. */
  const stuckUntilMs = new Map<ProbeId, number>();

  async function bundle(connection: Connection, all: readonly ReadyProbe[], signal: AbortSignal): Promise<void> {
    const probes = all.filter(({ id }) => (stuckUntilMs.get(id) ?? 0) <= clock.now());
    if (probes.length === 0) return;
    const ms = Math.max(...probes.map(({ limitS }) => limitS)) * 1_000 + GRACE_MS;
    const sentMs = clock.now();
    const silence = watchSilence(clock, ms);
    const said = createReading(clock, (answers) => {
      silence.heard();
      take(answers);
    });
    const isWhole = await ended(connection.run(bundleScript(probes), { signal: AbortSignal.any([signal, silence.signal]), onOut: said.add })).finally(
      silence.end,
    );
    const frames = said.finish();
    const reading = isWhole ? clockOf(frames, { sentMs, receivedMs: clock.now() }) : undefined;
    if (reading !== undefined) setup.onSight({ ...setup.sight(), clock: { is: 'seen', atMs: clock.now(), value: reading } });
    const hanging = isWhole ? undefined : (frames.find(({ end }) => end === undefined)?.id ?? probes[0]?.id);
    if (hanging === undefined) return;
    stuckUntilMs.set(hanging, clock.now() + STUCK_REST_MS);
    const answered = new Set(frames.map(({ id }) => id));
    await bundle(
      connection,
      probes.filter(({ id }) => id !== hanging && !answered.has(id)),
      signal,
    );
  }

  async function each(connection: Connection, probes: readonly ReadyProbe[], signal: AbortSignal): Promise<void> {
    await Promise.all(probes.map(async (probe) => await bundle(connection, [probe], signal)));
  }

  async function quick(connection: Connection, signal: AbortSignal): Promise<void> {
    const alone = each(connection, [...ready(0, 'own'), ...ready(1, 'own')], signal);
    await Promise.all([bundle(connection, ready(1, 'bundle'), signal), alone, setup.beside(connection, signal)]);
  }

  async function slow(connection: Connection, signal: AbortSignal): Promise<void> {
    await Promise.all([bundle(connection, ready(2, 'bundle'), signal), each(connection, ready(2, 'own'), signal)]);
  }

  async function onRequest(connection: Connection, signal: AbortSignal): Promise<void> {
    const holes = holesOf(setup.sight(), setup.believed());
    const probes = [...requested].flatMap((id) => probeTable.get(id) ?? []).flatMap((probe) => readyProbe(probe, holes) ?? []);
    requested.clear();
    await each(connection, probes, signal);
  }

  return {
    nextReadMs: () => nextReadMs,
    lookAgain() {
      isFullWanted = true;
      wake.abort();
    },
    ask(probes) {
      for (const id of probes) requested.add(id);
      wake.abort();
    },
    async run(connection, signal) {
      isFullWanted = true;
      let quickDueMs = 0;
      const lanes = createLanes();
      while (!signal.aborted) {
        wake = new AbortController();
        const wanted = { full: isFullWanted, quick: isFullWanted || (!setup.isPaused() && clock.now() >= quickDueMs) };
        isFullWanted = false;
        nextReadMs = undefined;
        // What it says here is what the others have to be told.
        if (wanted.full || !setup.isPaused()) await lanes.orFailed(bundle(connection, ready(0, 'bundle'), signal));
        if (wanted.quick) {
          quickDueMs = clock.now() + QUICK_EVERY_MS;
          lanes.start('quick', { isOwed: wanted.full, work: async () => await quick(connection, signal) });
        }
        if (wanted.full) lanes.start('slow', { isOwed: true, work: async () => await slow(connection, signal) });
        if (requested.size > 0) lanes.start('requested', { isOwed: false, work: async () => await onRequest(connection, signal) });
        nextReadMs = setup.isPaused() ? undefined : clock.now() + CHEAP_EVERY_MS;
        await lanes.orFailed(pause(clock, CHEAP_EVERY_MS, AbortSignal.any([signal, wake.signal])));
      }
      await lanes.ended();
    },
  };
}

/** Gives up on a channel in which nothing more is answered. */
function watchSilence(clock: Clock, ms: number): { readonly signal: AbortSignal; heard(): void; end(): void } {
  const late = new AbortController();
  const start = (): Timer => clock.after(ms, () => late.abort(new SshError('run', { is: 'timed-out', afterMs: ms })));
  let timer = start();
  return {
    signal: late.signal,
    heard() {
      timer.cancel();
      timer = start();
    },
    end: () => timer.cancel(),
  };
}

/** Gives the answers of a channel as they come, each once. */
function createReading(
  clock: Clock,
  take: (answers: readonly ProbeAnswer[]) => void,
): { add(part: Buffer): void; finish(): ReturnType<typeof readFrames> } {
  let text = '';
  let taken = 0;
  const decoder = new StringDecoder('utf8');
  const read = (isOver: boolean): ReturnType<typeof readFrames> => {
    const frames = readFrames(text, probeIds);
    const answers = answersOf(frames, { atMs: clock.now(), isOver });
    take(answers.slice(taken));
    taken = answers.length;
    return frames;
  };
  return {
    add(part) {
      const piece = decoder.write(part);
      text += piece;
      if (piece.includes('\u001EE')) read(false);
    },
    finish: () => read(true),
  };
}

/** Whether it came to its end; a channel that hangs is left alone, and what it was asked counts as stuck. */
async function ended(run: Promise<unknown>): Promise<boolean> {
  try {
    await run;
    return true;
  } catch (error) {
    if (error instanceof SshError && error.reason.is === 'timed-out') return false;
    throw error;
  }
}

interface Lane {
  readonly work: () => Promise<void>;
  /** Begun anew after what is under way: whoever wants to know how it is now is not served by what was asked before. */
  readonly isOwed: boolean;
}

interface Lanes {
  /** Goes on beside everything else, and never twice at once. */
  start(name: string, lane: Lane): void;
  /** Fails as soon as one of the lanes has: it is the same connection. */
  orFailed<T>(promise: Promise<T>): Promise<T>;
  ended(): Promise<void>;
}

function createLanes(): Lanes {
  const busy = new Map<string, Promise<void>>();
  const owed = new Map<string, Lane>();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);

  function start(name: string, lane: Lane): void {
    if (busy.has(name)) {
      if (lane.isOwed) owed.set(name, lane);
      return;
    }
    const done = lane.work().finally(() => busy.delete(name));
    busy.set(name, done);
    done.then(() => {
      const next = owed.get(name);
      owed.delete(name);
      if (next !== undefined) start(name, next);
    }, failed.reject);
  }

  return {
    start,
    orFailed: async (promise) => await Promise.race([promise, failed.promise]),
    async ended() {
      await Promise.allSettled(busy.values());
    },
  };
}
