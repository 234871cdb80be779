import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { bundleScript, readFrames, type ReadyProbe } from '#shared/domain/diagnosis/frames.ts';
import { parseBmcAddress } from '#shared/domain/diagnosis/parsers/board.ts';
import { parseSwitchPort } from '#shared/domain/diagnosis/parsers/switch-port.ts';
import type { Holes, ProbeId } from '#shared/domain/diagnosis/probe.ts';
import { probeIds, probeTable, readyProbe } from '#shared/domain/diagnosis/probe-table.ts';
import { deviceWord } from '#shared/domain/diagnosis/shell.ts';
import type { OwnFailure } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import type { Rehearsal, SwitchPort, TriedWay } from '#shared/domain/routes/rehearsal.ts';
import { type AttemptBook, createAttemptBook } from './attempt-book.ts';
import type { AskPerson } from './keyring.ts';
import type { Machine, MachineRoom } from './machine.ts';
import { createRouteRunner, type Reached } from './route-runner.ts';
import type { WaySetup } from './ways.ts';

/** What has not ended so long after its own limit never will. */
const GRACE_MS = 5_000;

export interface RehearseSetup {
  readonly room: MachineRoom & { readonly clock: Clock };
  readonly machine: Machine;
  readonly ways: Omit<WaySetup, 'ask'>;
  /** Of each group the first that works is enough. */
  readonly routes: readonly (readonly RouteCandidate[])[];
  readonly print: string;
  /** Cards whose switch ports nobody knows yet; listening for a switch takes half a minute each. */
  readonly nics: readonly string[];
  /** What an earlier one has found out. */
  readonly before: Rehearsal | undefined;
}

/** Nobody is asked for anything while all is well. */
const askNobody: AskPerson = async () => await Promise.resolve(undefined);

interface Facts {
  readonly bmcAddress?: string | undefined;
  readonly ports: readonly SwitchPort[];
}

/** Tries one way after another as far as the host's key, and asks the host over the first what is good to know later. */
export async function rehearse(setup: RehearseSetup, signal: AbortSignal): Promise<Rehearsal> {
  const { room, machine } = setup;
  const attempts = createAttemptBook(room.clock, () => undefined);
  const ways = { ...setup.ways, ask: askNobody };
  const runner = createRouteRunner({ room, machine, ways, attempts, ask: askNobody, heard: () => undefined, isRejected: () => false });
  let facts: Facts | undefined;
  let wasEntered = false;

  async function enterAndAsk(route: RouteCandidate, reached: Reached): Promise<void> {
    wasEntered = true;
    const connection = await runner.enter(route, reached, signal);
    try {
      facts = await factsOf(connection, setup, signal);
    } finally {
      connection.close();
    }
  }

  async function tryRoute(route: RouteCandidate): Promise<TriedWay> {
    signal.throwIfAborted();
    try {
      const reached = await runner.reach(route, signal);
      if (wasEntered) runner.leave(route, reached);
      else await enterAndAsk(route, reached);
    } catch (error) {
      if (signal.aborted || !(error instanceof SshError)) throw error;
    }
    return triedWay(route, attempts);
  }

  const tried: TriedWay[] = [];
  for (const group of setup.routes) tried.push(...(await tryGroup(group, tryRoute)));
  return { atMs: room.clock.now(), print: setup.print, ways: tried, ...factsNow(setup, facts) };
}

/** Until one of them works. */
async function tryGroup(group: readonly RouteCandidate[], tryRoute: (route: RouteCandidate) => Promise<TriedWay>): Promise<readonly TriedWay[]> {
  const tried: TriedWay[] = [];
  for (const route of group) {
    const way = await tryRoute(route);
    tried.push(way);
    if (way.came === 'works') break;
  }
  return tried;
}

/** What nobody could ask for this time stays as it was. */
function factsNow({ before, nics }: RehearseSetup, facts: Facts | undefined): Facts {
  const bmcAddress = facts?.bmcAddress ?? before?.bmcAddress;
  const ports = [...(before?.ports ?? []).filter(({ nic }) => !nics.includes(nic)), ...(facts?.ports ?? [])];
  return { ...(bmcAddress !== undefined && { bmcAddress }), ports };
}

function triedWay(route: RouteCandidate, attempts: AttemptBook): TriedWay {
  const { id, kind, address, nic, via } = route;
  const attempt = attempts.of(id);
  const failure = attempt?.failure;
  const own: OwnFailure | undefined = failure?.is === 'jump-failed' ? failure.why : failure;
  return {
    route: id,
    kind,
    address,
    ...(nic !== undefined && { nic }),
    ...(via !== undefined && { over: via.name }),
    came: failure === undefined ? 'works' : own !== undefined && waits.has(own.is) ? 'waits' : 'failed',
    ...(failure !== undefined && { failure }),
  };
}

/** What a person can give, and nothing is wrong with the way. */
const waits: ReadonlySet<OwnFailure['is']> = new Set<OwnFailure['is']>(['host-key-unconfirmed', 'host-key-rejected', 'no-secret', 'secret-refused']);

async function factsOf(connection: Connection, setup: RehearseSetup, signal: AbortSignal): Promise<Facts> {
  const ask = async (id: ProbeId, holes: Holes = {}): Promise<string> => await answerOf(connection, readyOf(id, holes), signal);
  const bmcAddress = parseBmcAddress(await ask('bmc-address'));
  const ports: SwitchPort[] = [];
  for (const nic of setup.nics) {
    ports.push(parseSwitchPort(await ask('switch-port', { nic: deviceWord(nic) }), nic));
  }
  return { ...(bmcAddress !== undefined && { bmcAddress }), ports };
}

function readyOf(id: ProbeId, holes: Holes): ReadyProbe | undefined {
  const probe = probeTable.get(id);
  return probe === undefined ? undefined : readyProbe(probe, holes);
}

/** What it said; nothing where it cannot be asked or does not answer in its time: the next rehearsal asks again. */
async function answerOf(connection: Connection, probe: ReadyProbe | undefined, signal: AbortSignal): Promise<string> {
  if (probe === undefined) return '';
  try {
    const { out } = await connection.run(bundleScript([probe]), { signal, ms: probe.limitS * 1_000 + GRACE_MS });
    return readFrames(out.toString('utf8'), probeIds)[0]?.raw ?? '';
  } catch (error) {
    if (error instanceof SshError && error.reason.is === 'timed-out') return '';
    throw error;
  }
}
