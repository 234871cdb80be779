import type { Duplex } from 'node:stream';
import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import type { Turns } from '#engine/ssh/turns.ts';
import { pause } from '#engine/time.ts';
import type { Input } from '#shared/contract/calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation as View, Question } from '#shared/contract/recovery-schema.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';
import type { Believed } from '#shared/domain/diagnosis/believed.ts';
import { attemptWords } from '#shared/domain/diagnosis/attempt-words.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import type { ProbeId } from '#shared/domain/diagnosis/probe.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { ShellWitness } from '#shared/domain/liveness/witness.ts';
import { shellWitness } from '#shared/domain/diagnosis/shell-witness.ts';
import type { RouteCandidate, Via } from '#shared/domain/routes/candidate.ts';
import type { RouteHistory } from '#shared/domain/routes/rank.ts';
import { createAttemptBook } from './attempt-book.ts';
import { createCollector } from './collector.ts';
import { createDialogues } from './dialogues.ts';
import type { JumpHosts } from './jump-hosts.ts';
import type { Machine, MachineRoom } from './machine.ts';
import { createMerged } from './merged.ts';
import { type AskedMachine, questionOf } from './questions.ts';
import { startRace, type Won } from './race.ts';
import { createRouteRunner } from './route-runner.ts';
import { askToolstacks } from './ask-toolstacks.ts';
import { askOverSocket, type ToolstackSays, withReason } from './toolstack-word.ts';
import { type Between, turnsOf, type WaySetup } from './ways.ts';

const PUBLISH_MS = 250;
const FIRST_RETEST_MS = 30_000;
const LONGEST_RETEST_MS = 300_000;
/** Not an address of the network: the host's own socket. */
const SOCKET_NAME = 'localhost';

/** What an investigation needs of the world around it. */
export interface Surroundings {
  readonly room: MachineRoom & { readonly clock: Clock };
  readonly jumps: JumpHosts;
  /** So many attempts at once, whichever host they are for. */
  readonly turns: Turns;
  readonly machine: () => Machine;
  readonly believed: () => Believed;
  readonly plan: (history: ReadonlyMap<string, RouteHistory>) => readonly RouteCandidate[];
  /** Asks the toolstack at an address of the host over HTTPS; undefined where there is nothing to log in with. Throws NetError. */
  readonly askToolstack: (to: ServerAddress, signal: AbortSignal) => Promise<ToolstackSays> | undefined;
  readonly reach: (to: ServerAddress, signal: AbortSignal) => Promise<Duplex>;
  readonly between: (via: Via) => Between | undefined;
  /** The host has said what runs there. */
  readonly onRunning: (word: ShellWitness) => void;
  readonly publish: (view: View) => void;
  readonly onBug: (error: unknown) => void;
  readonly newId: () => string;
}

export type Answer = Input<'recovery.answer'>['answer'];

/** Everything done to reach one host, for as long as somebody wants it reached. */
export interface Investigation {
  view(): View;
  answer(question: string, answer: Answer): Promise<void>;
  checkAgain(): void;
  pause(isPaused: boolean): void;
  useRoute(route: string): void;
  /** What is asked only when a person wants it. */
  look(probes: readonly ProbeId[]): void;
  connection(): Connection | undefined;
  /** As the pool calls it. */
  address(): string;
  close(): Promise<void>;
}

export function startInvestigation(of: { readonly server: ServerId; readonly host: HostRef }, around: Surroundings): Investigation {
  const { room, turns } = around;
  const { clock } = room;
  const closing = new AbortController();
  const startedAtMs = clock.now();
  const merged = createMerged({ clock, everyMs: PUBLISH_MS, say: () => around.publish(view()) });
  const attempts = createAttemptBook(clock, merged.changed);
  const rejected = new Set<string>();
  const declined = new Set<string>();
  let sight: HostSight = emptySight;
  const collector = createCollector({
    clock,
    believed: around.believed,
    sight: () => sight,
    onSight(next) {
      // What was under way when nobody wanted it any more.
      if (closing.signal.aborted) return;
      if (next.domains !== sight.domains && next.domains.is === 'seen') around.onRunning(shellWitness(next.domains));
      sight = next;
      merged.changed();
    },
    isPaused: () => isPaused,
    async beside(connection, signal) {
      const says = await askOverSocket(connection, { clock, signal });
      if (says === undefined) return;
      sight = withReason(sight, says);
      heardToolstack(SOCKET_NAME, says);
    },
  });
  let toolstack: View['toolstack'];

  function heardToolstack(address: string, says: ToolstackSays): void {
    toolstack = { address, atMs: clock.now(), says };
    merged.changed();
  }

  let routes: readonly RouteCandidate[] = [];
  let active: (Won<Connection> & { readonly provenAtMs: number }) | undefined;
  let isRacing = false;
  let isPaused = false;
  let wanted: string | undefined;
  /** Ends whatever is waited for: a race that cannot win, a break between two. */
  let turn = new AbortController();

  const dialogues = createDialogues({
    newId: around.newId,
    isOnTheWay: (machine) => machine.id !== around.machine().id,
    wasRefused: room.keyring.wasRefused,
    onChange: merged.changed,
  });
  const { ask } = dialogues;

  const ways: WaySetup = { jumps: around.jumps, reach: around.reach, between: around.between, ask };

  function machineAt(route: string, isOnTheWay: boolean): Machine | undefined {
    if (!isOnTheWay) return around.machine();
    const via = routes.find(({ id }) => id === route)?.via;
    return via === undefined ? undefined : around.between(via)?.machine;
  }

  function openQuestion(): { readonly question: Question; readonly of?: AskedMachine } | undefined {
    const asked = dialogues.question();
    if (asked !== undefined) return { question: asked };
    if (active !== undefined) return undefined;
    const found = questionOf({
      attempts: attempts.list(),
      machineAt,
      wasRefused: room.keyring.wasRefused,
      isDeclined: (question) => declined.has(question),
    });
    // While others are still being tried, only the key is worth a question.
    return isRacing && found?.question.is === 'secret' ? undefined : found;
  }

  function view(): View {
    const question = openQuestion()?.question;
    const nextReadMs = active === undefined ? undefined : collector.nextReadMs();
    const standby = active === undefined ? undefined : standbyFor(active.route);
    return {
      ...of,
      is: stateWith(question),
      isPaused,
      ...(question !== undefined && { question }),
      routes: routes.map((route) => ({ ...route })),
      attempts: attempts.list().map((attempt) => ({ ...attempt })),
      ...(active !== undefined && { active: active.route.id, identity: { uuid: around.machine().id, atMs: active.provenAtMs } }),
      ...(standby !== undefined && { standby }),
      ...(toolstack !== undefined && { toolstack }),
      sight,
      diagnosis: diagnose({
        sight,
        believed: around.believed(),
        attempts: attemptWords(attempts.list(), routes),
        // Nobody speaks to management controllers yet; that is no proof of anything.
        bmc: { is: 'not-asked' },
        nowMs: clock.now(),
      }),
      startedAtMs,
      ...(nextReadMs !== undefined && { nextReadMs }),
    };
  }

  function stateWith(question: Question | undefined): View['is'] {
    if (closing.signal.aborted) return 'closed';
    if (active !== undefined) return 'connected';
    if (question !== undefined) return 'asking';
    return isRacing ? 'looking' : 'no-way';
  }

  /** A way over another card, for what might cut the one in use. */
  function standbyFor(route: RouteCandidate): string | undefined {
    return routes.find(({ id, nic }) => attempts.of(id)?.state === 'works' && nic !== undefined && nic !== route.nic)?.id;
  }

  function runnerFor(): ReturnType<typeof createRouteRunner> {
    const isRejected = ({ fingerprint }: { readonly fingerprint: string }): boolean => rejected.has(fingerprint);
    return createRouteRunner({ room, machine: around.machine(), ways, attempts, ask, isRejected });
  }

  function race(
    candidates: readonly RouteCandidate[],
    signal: AbortSignal,
    winner?: RouteCandidate,
  ): ReturnType<typeof startRace<never, Connection>> {
    const started = startRace({
      clock,
      runner: runnerFor(),
      routes: candidates,
      turnsFor: (route) => turnsOf(ways, route, turns),
      isWorthwhile: (route, first) => winner !== undefined || route.nic !== first.nic,
      winner,
      signal,
    });
    started.settled.catch(around.onBug);
    return started;
  }

  async function look(): Promise<Won<Connection> | undefined> {
    routes = around.plan(attempts.history());
    const all = routes.filter(isForSsh);
    const first = all.filter(({ id }) => id === wanted);
    wanted = undefined;
    isRacing = true;
    merged.changed();
    const signal = AbortSignal.any([closing.signal, turn.signal]);
    try {
      // What a person has chosen is tried alone; where it does not work, the others are better than none.
      const chosen = first.length === 0 ? undefined : await race(first, signal).winner;
      return chosen ?? (await race(all, signal).winner);
    } finally {
      isRacing = false;
      merged.changed();
    }
  }

  /** As long as the connection lasts, or until another one is wanted and works. */
  async function stay(won: Won<Connection>): Promise<void> {
    active = { ...won, provenAtMs: clock.now() };
    attempts.inUse(won.route.id);
    const left = new AbortController();
    const signal = AbortSignal.any([closing.signal, left.signal]);
    const working = Promise.all([retest(won.route, signal), collect(won.value, signal)]);
    const { promise: turned, resolve } = Promise.withResolvers<'turned'>();
    turn.signal.addEventListener('abort', () => resolve('turned'), { once: true });
    closing.signal.addEventListener('abort', () => resolve('turned'), { once: true });
    const why = await Promise.race([turned, won.value.ended.then(() => 'lost' as const)]);
    left.abort();
    if (why === 'lost' && !closing.signal.aborted) attempts.failed(won.route.id, 'run', { is: 'lost' });
    active = undefined;
    won.value.close();
    await working;
    merged.changed();
  }

  async function collect(connection: Connection, signal: AbortSignal): Promise<void> {
    try {
      await collector.run(connection, signal);
    } catch (error) {
      // The end of the connection is told of by itself.
      if (!(error instanceof SshError) && !signal.aborted) throw error;
    }
  }

  /** Those that failed may work again; where nothing changes they are asked ever more rarely. */
  async function retest(inUse: RouteCandidate, signal: AbortSignal): Promise<void> {
    for (let breakMs = FIRST_RETEST_MS; !signal.aborted; breakMs = longerBreak(breakMs)) {
      attempts.planNext(clock.now() + breakMs);
      await pause(clock, breakMs, signal);
      const failed = routes.filter(isForSsh).filter(({ id }) => attempts.of(id)?.state === 'failed');
      // Where nobody waits any more it ends before it begins.
      await race(failed, signal, inUse).settled;
    }
  }

  async function run(): Promise<void> {
    let breakMs = FIRST_RETEST_MS;
    while (!closing.signal.aborted) {
      turn = new AbortController();
      const won = await look();
      if (won !== undefined) {
        await stay(won);
        breakMs = FIRST_RETEST_MS;
      } else if (!turn.signal.aborted) {
        const signal = AbortSignal.any([closing.signal, turn.signal]);
        await ifNotAborted(signal, askToolstacks({ attempts, ask: around.askToolstack, onSays: heardToolstack }, { routes, signal }));
        attempts.planNext(clock.now() + breakMs);
        await pause(clock, breakMs, signal);
        breakMs = longerBreak(breakMs);
      } else breakMs = FIRST_RETEST_MS;
    }
  }

  const running = run().catch(around.onBug);

  return {
    view,
    connection: () => active?.value,
    address: () => around.machine().address,
    look: (probes) => collector.ask(probes),
    async answer(id, answer) {
      if (dialogues.settle(id, answer.is === 'secrets' ? answer.secrets : undefined)) return;
      const open = openQuestion();
      if (open?.of === undefined || open.question.id !== id) return;
      const { machine } = open.of;
      if (open.question.is === 'host-key') {
        if (answer.is === 'accept-key')
          await room.keys.confirm({ machine: machine.id, name: machine.name, keys: [open.question.key], atMs: clock.now() });
        else rejected.add(open.question.key.fingerprint);
      } else if (answer.is === 'secrets') room.keyring.give(machine, answer.secrets[0] ?? '', answer.isKept);
      else declined.add(id);
      turn.abort();
    },
    checkAgain() {
      rejected.clear();
      declined.clear();
      if (active === undefined) turn.abort();
      else collector.lookAgain();
    },
    pause(next) {
      isPaused = next;
      merged.changed();
    },
    useRoute(route) {
      wanted = route;
      turn.abort();
    },
    async close() {
      closing.abort();
      dialogues.close();
      await running;
      merged.close();
      around.publish(view());
    },
  };
}

/** What ends because nobody wants it any more has not failed. */
async function ifNotAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function longerBreak(breakMs: number): number {
  return Math.min(2 * breakMs, LONGEST_RETEST_MS);
}

function isForSsh({ kind }: RouteCandidate): boolean {
  return kind !== 'xapi-only' && kind !== 'bmc';
}
