import type { Clock } from '#engine/ports.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { pause } from '#engine/time.ts';
import type { BmcWord } from '#shared/domain/diagnosis/believed.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { answersOf, bundleScript, clockOf, readFrames } from '#shared/domain/diagnosis/frames.ts';
import { memberProbes, type MemberWord, memberWordOf } from '#shared/domain/diagnosis/member-word.ts';
import { probeIds, probeTable, readyProbe } from '#shared/domain/diagnosis/probe-table.ts';
import { readAnswers } from '#shared/domain/diagnosis/read-answers.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Attempt, OwnFailure } from '#shared/domain/routes/attempt.ts';
import type { JumpHosts, LentConnection } from './jump-hosts.ts';
import type { AskPerson } from './keyring.ts';
import { machineKey } from './machine.ts';
import { askPower, type PowerLogin } from './power.ts';
import type { SharedAnswers } from './shared-answers.ts';
import type { Slots } from './slots.ts';
import type { Between } from './ways.ts';
import type { Duplex } from 'node:stream';
import type { ServerAddress } from '#shared/domain/address/address.ts';

/** Files and a list of domains, from hosts that are well: no more often than their pool asks them. */
const EVERY_MS = 30_000;
const ANSWER_MS = 15_000;
/** Nobody without a way waits for it, and it waits for nobody who only wants a second one. */
const AFTER_FIRST_WAYS = [1, -2];
/** Of several that look for hosts of one pool, the others hear what one has been told. */
const FRESH_MS = 15_000;

export interface Neighbour {
  readonly host: HostRef;
  readonly at: Between;
}

export type NeighbourState =
  | { readonly is: 'asked'; readonly word: MemberWord }
  | { readonly is: 'not-reached'; readonly atMs: number; readonly why: OwnFailure }
  | { readonly is: 'not-asked' };

export interface NeighboursSetup {
  readonly clock: Clock;
  readonly jumps: JumpHosts;
  readonly slots: Slots;
  readonly memberWords: SharedAnswers<MemberWord | undefined>;
  readonly reach: (to: ServerAddress, signal: AbortSignal) => Promise<Duplex>;
  /** The other hosts of the pool. */
  readonly others: () => readonly Neighbour[];
  /** Where the host's management controller is and who may ask it; undefined where nobody knows. Throws NetError, XapiError. */
  readonly powerLogin: (signal: AbortSignal) => Promise<PowerLogin | undefined>;
  readonly onChange: () => void;
  /** Whether somebody looks, or the host is dark. */
  readonly isWanted: () => boolean;
  /** Whether it is worth asking for the power: not while the host itself talks. */
  readonly isPowerWanted: () => boolean;
}

/** What the other hosts of the pool know: of themselves, and of the power of the one that is looked for. */
export interface Neighbours {
  run(signal: AbortSignal): Promise<void>;
  askAgain(): void;
  list(): readonly { readonly neighbour: Neighbour; readonly state: NeighbourState }[];
  /** To do something there; undefined where there is no such host. Throws SshError. */
  lend(host: HostRef, how: { readonly ask: AskPerson; readonly signal: AbortSignal }): Promise<LentConnection> | undefined;
  words(): readonly MemberWord[];
  power(): BmcWord;
  /** Asked now, by the first neighbour that can. */
  askPowerNow(signal: AbortSignal): Promise<BmcWord>;
}

export function createNeighbours(setup: NeighboursSetup): Neighbours {
  const { clock, jumps, slots, memberWords } = setup;
  const states = new Map<HostRef, NeighbourState>();
  let power: BmcWord = { is: 'not-asked' };
  let wake = new AbortController();
  let isAskedAgain = false;
  /** What somebody else has asked since will do. */
  let notBeforeMs = clock.now() - FRESH_MS;

  async function withConnection<T>({ at }: Neighbour, signal: AbortSignal, work: (connection: Connection) => Promise<T>): Promise<T> {
    const lent = await lend(at, signal);
    try {
      return await work(lent.connection);
    } finally {
      lent.giveBack();
    }
  }

  /** Counts as an attempt until it is connected, and waits for all who have no way yet. */
  async function lend(at: Between, signal: AbortSignal): Promise<LentConnection> {
    const leave = await slots.take({ over: machineKey(at.machine), need: () => AFTER_FIRST_WAYS, signal });
    try {
      const open = async (either: AbortSignal): Promise<Duplex> => await setup.reach(at.at, either);
      return await jumps.use(at.machine, { at: at.at, open, ask: askNobody, signal });
    } finally {
      leave();
    }
  }

  async function ask(neighbour: Neighbour, signal: AbortSignal): Promise<void> {
    try {
      const word = await memberWords.get(machineKey(neighbour.at.machine), {
        notBeforeMs,
        signal,
        ask: async (either) => await withConnection(neighbour, either, async (connection) => await askMember(connection, { clock, signal: either })),
      });
      if (word !== undefined) states.set(neighbour.host, { is: 'asked', word });
    } catch (error) {
      if (signal.aborted || !(error instanceof SshError)) throw error;
      const why = error.reason.is === 'jump-failed' ? error.reason.why : error.reason;
      states.set(neighbour.host, { is: 'not-reached', atMs: clock.now(), why });
    }
    setup.onChange();
  }

  function heardPower(next: BmcWord): BmcWord {
    const sinceMs = power.is === 'off' ? (power.sinceMs ?? power.atMs) : undefined;
    power = next.is === 'off' ? { ...next, sinceMs: sinceMs ?? next.atMs } : next;
    setup.onChange();
    return power;
  }

  async function askPowerNow(signal: AbortSignal): Promise<BmcWord> {
    const login = await setup.powerLogin(signal);
    if (login === undefined) return heardPower({ is: 'not-asked' });
    for (const neighbour of setup.others()) {
      if (states.get(neighbour.host)?.is !== 'asked') continue;
      try {
        const word = await withConnection(neighbour, signal, async (connection) => await askPower(connection, { login, clock, signal }));
        if (word !== undefined) return heardPower(word);
      } catch (error) {
        if (signal.aborted || !(error instanceof SshError)) throw error;
      }
    }
    return heardPower({ is: 'not-asked' });
  }

  async function round(signal: AbortSignal): Promise<void> {
    await Promise.all(setup.others().map(async (neighbour) => await ask(neighbour, signal)));
    if (setup.isPowerWanted()) await askPowerNow(signal);
  }

  return {
    askAgain() {
      isAskedAgain = true;
      wake.abort();
    },
    list: () => setup.others().map((neighbour) => ({ neighbour, state: states.get(neighbour.host) ?? { is: 'not-asked' } })),
    lend(host, how) {
      const at = setup.others().find((other) => other.host === host)?.at;
      return at === undefined ? undefined : jumps.use(at.machine, { at: at.at, open: async (either) => await setup.reach(at.at, either), ...how });
    },
    words: () => [...states.values()].flatMap((state) => (state.is === 'asked' ? [state.word] : [])),
    power: () => power,
    askPowerNow,
    async run(signal) {
      while (!signal.aborted) {
        wake = new AbortController();
        const { signal: woken } = wake;
        notBeforeMs = isAskedAgain ? clock.now() : clock.now() - FRESH_MS;
        isAskedAgain = false;
        // Whoever ends it need not wait for what is under way.
        if (setup.isWanted()) await unlessAborted(round(signal), signal);
        await pause(clock, EVERY_MS, AbortSignal.any([signal, woken]));
      }
    },
  };
}

/** Nobody is asked for a password in order to hear what a healthy host says of itself. */
const askNobody: AskPerson = async () => await Promise.resolve(undefined);

async function askMember(connection: Connection, of: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<MemberWord | undefined> {
  const probes = memberProbes.flatMap((id) => probeTable.get(id) ?? []).flatMap((probe) => readyProbe(probe, {}) ?? []);
  const sentMs = of.clock.now();
  const { out } = await connection.run(bundleScript(probes), { signal: of.signal, ms: ANSWER_MS });
  const receivedMs = of.clock.now();
  const frames = readFrames(out.toString('utf8'), probeIds);
  const reading = clockOf(frames, { sentMs, receivedMs });
  const sight = readAnswers(emptySight, answersOf(frames, { atMs: receivedMs, isOver: true }));
  return memberWordOf(reading === undefined ? sight : { ...sight, clock: { is: 'seen', atMs: receivedMs, value: reading } });
}

/** A neighbour that could not be asked, as a try that got so far. */
export function neighbourAttempts(list: ReturnType<Neighbours['list']>): readonly Attempt[] {
  return list.flatMap(({ neighbour, state }): Attempt[] => {
    if (state.is !== 'not-reached') return [];
    const failure = { is: 'jump-failed', stage: 'host-key', why: state.why } as const;
    return [{ route: neighbour.host, startedAtMs: state.atMs, stage: 'host-key', state: 'failed', passed: [], failure }];
  });
}

/** What ends because nobody wants it any more has not failed. */
export async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
