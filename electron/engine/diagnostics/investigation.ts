import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { pause } from '#engine/time.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation as View, Question } from '#shared/contract/recovery-schema.ts';
import { attemptWords } from '#shared/domain/diagnosis/attempt-words.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { withMemberWords } from '#shared/domain/diagnosis/member-word.ts';
import { provenOff } from '#shared/domain/diagnosis/power-proof.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { shellWitness } from '#shared/domain/diagnosis/shell-witness.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import { createAttemptBook } from './attempt-book.ts';
import { createCollector } from './collector.ts';
import { createDialogues } from './dialogues.ts';
import type { Machine } from './machine.ts';
import type { Investigation, Surroundings } from './investigation-room.ts';
import { judgedView } from './judged-view.ts';
import { createMerged } from './merged.ts';
import { createNeighbours, neighbourAttempts, unlessAborted } from './neighbours.ts';
import { type AskedMachine, questionOf } from './questions.ts';
import { startRace, type Won } from './race.ts';
import { createRouteRunner } from './route-runner.ts';
import { askToolstacks } from './ask-toolstacks.ts';
import { askOverSocket, type ToolstackSays, withReason } from './toolstack-word.ts';
import { isForSsh, overOf, type WaySetup } from './ways.ts';

const PUBLISH_MS = 250;
const FIRST_RETEST_MS = 30_000;
const LONGEST_RETEST_MS = 300_000;
/** Not an address of the network: the host's own socket. */
const SOCKET_NAME = 'localhost';

export function startInvestigation(of: { readonly server: ServerId; readonly host: HostRef }, around: Surroundings): Investigation {
  const { room } = around;
  const { clock } = room;
  const closing = new AbortController();
  const startedAtMs = clock.now();
  const merged = createMerged({ clock, everyMs: PUBLISH_MS, say: () => around.publish(view()) });
  const attempts = createAttemptBook(clock, merged.changed);
  const rejected = new Set<string>();
  const isRejected = ({ fingerprint }: { readonly fingerprint: string }): boolean => rejected.has(fingerprint);
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

  const neighbours = createNeighbours({
    ...around,
    clock,
    onChange: merged.changed,
    isWanted: () => !isPaused,
    isPowerWanted: () => active === undefined,
  });
  /** Ways and neighbours somebody wants to be asked about. */
  const askedAbout = new Set<string>();

  let routes: readonly RouteCandidate[] = [];
  let routesLeftOut = 0;
  let active: (Won<Connection> & { readonly provenAtMs: number }) | undefined;
  let isRacing = false;
  let isPaused = false;
  let wanted: string | undefined;
  /** Ends whatever is waited for: a race that cannot win, a break between two. */
  let turn = new AbortController();
  /** Ends the break before ways that failed are tried again. */
  let retesting = new AbortController();

  const dialogues = createDialogues({
    newId: around.newId,
    isOnTheWay: (machine) => machine.id !== around.machine().id,
    wasRefused: room.keyring.wasRefused,
    onChange: merged.changed,
  });
  const { ask } = dialogues;

  const ways: WaySetup = { jumps: around.jumps, reach: around.reach, between: around.between, ask };

  function machineAt(route: string, isOnTheWay: boolean): Machine | undefined {
    const other = neighbours.list().find(({ neighbour }) => neighbour.host === route);
    if (other !== undefined) return other.neighbour.at.machine;
    if (!isOnTheWay) return around.machine();
    const via = routes.find(({ id }) => id === route)?.via;
    return via === undefined ? undefined : around.between(via)?.machine;
  }

  function openQuestion(): { readonly question: Question; readonly of?: AskedMachine } | undefined {
    const dialogue = dialogues.question();
    if (dialogue !== undefined) return { question: dialogue };
    const isNeeded = active === undefined;
    const ways = attempts.list().filter(({ route }) => isNeeded || askedAbout.has(route));
    const asked = [...ways, ...neighbourAttempts(neighbours.list()).filter(({ route }) => askedAbout.has(route))];
    const found = questionOf({
      attempts: asked,
      machineAt,
      wasRefused: room.keyring.wasRefused,
      isDeclined: (question) => declined.has(question),
    });
    // While others are still being tried, only the key is worth a question.
    return isRacing && isNeeded && found?.question.is === 'secret' ? undefined : found;
  }

  function input(): DiagnosisInput {
    const nowMs = clock.now();
    return {
      sight,
      believed: withMemberWords(around.believed(), { words: neighbours.words(), off: around.provenOff(), nowMs }),
      attempts: attemptWords(attempts.list(), routes),
      bmc: neighbours.power(),
      word: around.word(),
      nowMs,
    };
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
      ...(routesLeftOut > 0 && { routesLeftOut }),
      attempts: attempts.list().map((attempt) => ({ ...attempt })),
      ...(active !== undefined && { active: active.route.id, identity: { uuid: around.machine().id, atMs: active.provenAtMs } }),
      ...(standby !== undefined && { standby }),
      ...(toolstack !== undefined && { toolstack }),
      ...judgedView(input(), { neighbours: neighbours.list(), toolstack }),
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

  function race(
    candidates: readonly RouteCandidate[],
    signal: AbortSignal,
    winner?: RouteCandidate,
  ): ReturnType<typeof startRace<never, Connection>> {
    const started = startRace({
      clock,
      runner: createRouteRunner({ room, machine: around.machine(), ways, attempts, ask, heard: around.fortunes.note, isRejected }),
      routes: candidates,
      slots: around.slots,
      overOf: (route) => overOf(ways, route),
      doubt: around.fortunes.doubt,
      isWorthwhile: (route, first) => winner !== undefined || route.nic !== first.nic,
      winner,
      signal,
    });
    started.settled.catch(around.onBug);
    return started;
  }

  async function look(): Promise<Won<Connection> | undefined> {
    ({ routes, leftOut: routesLeftOut } = around.plan(attempts.history()));
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
      retesting = new AbortController();
      await pause(clock, breakMs, AbortSignal.any([signal, retesting.signal]));
      const failed = routes.filter(isForSsh).filter(({ id }) => ['failed', 'waiting'].includes(attempts.of(id)?.state ?? ''));
      // Where nobody waits any more it ends before it begins.
      await race(failed, signal, inUse).settled;
    }
  }

  let watching: Promise<void> | undefined;

  async function run(): Promise<void> {
    let breakMs = FIRST_RETEST_MS;
    while (!closing.signal.aborted) {
      turn = new AbortController();
      const won = await look();
      // Who is on the way is lent to the search first.
      watching ??= neighbours.run(closing.signal).catch(around.onBug);
      if (won !== undefined) {
        await stay(won);
        breakMs = FIRST_RETEST_MS;
      } else if (!turn.signal.aborted) {
        const signal = AbortSignal.any([closing.signal, turn.signal]);
        await unlessAborted(askToolstacks({ attempts, ask: around.askToolstack, onSays: heardToolstack }, { routes, signal }), signal);
        attempts.planNext(clock.now() + breakMs);
        await pause(clock, breakMs, signal);
        breakMs = longerBreak(breakMs);
      } else breakMs = FIRST_RETEST_MS;
    }
  }

  /** Somebody has answered: who is connected stays so, and the others are tried again. */
  function tryAgain(): void {
    askedAbout.clear();
    neighbours.askAgain();
    if (active === undefined) turn.abort();
    else retesting.abort();
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
      tryAgain();
    },
    askAbout(about) {
      rejected.clear();
      declined.clear();
      askedAbout.add(about);
      merged.changed();
    },
    input,
    isProvenOff: () => provenOff({ bmc: neighbours.power(), word: around.word(), sight, nowMs: clock.now() }) !== undefined,
    wordChanged: merged.changed,
    async proveOff(signal) {
      if (active === undefined) await neighbours.askPowerNow(signal);
      return provenOff(input()) !== undefined;
    },
    toolstackSaid: heardToolstack,
    neighbour: (host, signal) => neighbours.lend(host, { ask, signal }),
    checkAgain() {
      rejected.clear();
      declined.clear();
      neighbours.askAgain();
      if (active === undefined) turn.abort();
      else collector.lookAgain();
    },
    leaveWay() {
      if (active === undefined) this.checkAgain();
      else turn.abort();
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
      await watching;
      merged.close();
      around.publish(view());
    },
  };
}

function longerBreak(breakMs: number): number {
  return Math.min(2 * breakMs, LONGEST_RETEST_MS);
}
