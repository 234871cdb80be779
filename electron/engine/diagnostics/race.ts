import type { Clock } from '#engine/ports.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { createTurns } from '#engine/ssh/turns.ts';
import { pause } from '#engine/time.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import type { Slots } from './slots.ts';

/** What trying a route is made of. What it fails with as SshError, it has noted. */
export interface Runner<H, W> {
  /** As far as the host key. */
  reach(route: RouteCandidate, signal: AbortSignal): Promise<H>;
  /** Logs in and proves who answers. */
  enter(route: RouteCandidate, reached: H, signal: AbortSignal): Promise<W>;
  /** It would work, and is not needed. */
  leave(route: RouteCandidate, reached: H): void;
}

export interface RaceSetup<H, W> {
  readonly clock: Clock;
  readonly runner: Runner<H, W>;
  /** Best first. */
  readonly routes: readonly RouteCandidate[];
  readonly slots: Slots;
  /** The machine a route leads over. */
  readonly overOf: (route: RouteCandidate) => string | undefined;
  /** How little hope there is, from what its like has come to for other hosts. */
  readonly doubt: (route: RouteCandidate) => number;
  /** Whether a route is still worth trying when another has won. */
  readonly isWorthwhile: (route: RouteCandidate, winner: RouteCandidate) => boolean;
  /** Who has won already: the others are tried as far as their key. */
  readonly winner?: RouteCandidate | undefined;
  readonly signal: AbortSignal;
}

export interface Won<W> {
  readonly route: RouteCandidate;
  readonly value: W;
}

export interface Race<W> {
  /** The first that proved who it is; undefined when none is left. */
  readonly winner: Promise<Won<W> | undefined>;
  /** When the others, which go on as far as their key, are done as well. */
  readonly settled: Promise<void>;
}

/** Straight ways first; a way over others, or one that only a broken host needs, a little later. */
function headStartMs({ kind }: RouteCandidate): number {
  if (kind === 'jump-link-local') return 1_000;
  return kind === 'jump' || kind === 'bastion' ? 300 : 0;
}

export function startRace<H, W>(setup: RaceSetup<H, W>): Race<W> {
  const { clock, runner, signal } = setup;
  const won = Promise.withResolvers<Won<W> | undefined>();
  /** A password is sent to one at a time, so that a refused one is not sent again. */
  const door = createTurns(1);
  let winner = setup.winner;
  let running = 0;

  const isOver = (route: RouteCandidate): boolean => winner !== undefined && !setup.isWorthwhile(route, winner);

  /** Who has no way yet comes before who only wants a second one, then what is likely to work, then every host its first try before any has two. */
  const need = (route: RouteCandidate): readonly number[] => [winner === undefined ? 0 : 1, setup.doubt(route), running, setup.routes.indexOf(route)];

  async function run(route: RouteCandidate): Promise<void> {
    await pause(clock, headStartMs(route), signal);
    signal.throwIfAborted();
    if (isOver(route)) return;
    const leaveSlot = await setup.slots.take({ over: setup.overOf(route), need: () => need(route), signal });
    running += 1;
    try {
      if (!isOver(route)) await attempt(route);
    } finally {
      running -= 1;
      leaveSlot();
    }
  }

  async function attempt(route: RouteCandidate): Promise<void> {
    const reached = await runner.reach(route, signal);
    const leaveDoor = await door.take(signal).catch((error: unknown) => {
      runner.leave(route, reached);
      throw error;
    });
    try {
      if (winner !== undefined) return runner.leave(route, reached);
      const value = await runner.enter(route, reached, signal);
      winner = route;
      won.resolve({ route, value });
    } finally {
      leaveDoor();
    }
  }

  async function expected(route: RouteCandidate): Promise<void> {
    try {
      await run(route);
    } catch (error) {
      if (!(error instanceof SshError) && !signal.aborted) throw error;
    }
  }

  const all = Promise.all(setup.routes.map(expected));
  all.then(() => won.resolve(undefined), won.reject);
  return { winner: won.promise, settled: all.then(() => undefined) };
}
