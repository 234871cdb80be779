import type { PoolHandle, PoolHandles } from '#engine/pools/pool-handle.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Ports } from '#engine/ports.ts';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { Payload } from '#shared/contract/events.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { nextSteps } from '#shared/domain/operations/next-steps.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { type Rules, rulesFor } from '#shared/domain/rules/rules.ts';
import { type Entry, type Journal, openJournal } from './journal.ts';
import type { Lent } from './lent.ts';
import { lending, owesPasswords, takeBack, withoutDebt } from './lent-passwords.ts';
import { type Kept, keep } from './kept.ts';
import { OperationError } from './operation-error.ts';
import { backTo } from './back-to.ts';
import { interrupted, interruptedWith } from './interrupted.ts';
import { createQueue } from './queue.ts';
import { carryOut } from './run.ts';
import { backInTouch } from './server-task.ts';
import { subjectOf } from './subject.ts';
import type { Doing, Verb } from './verb.ts';
import { verbOf } from './verb-of.ts';

const HISTORY = 500;

/** Every change to a pool, from being asked for to its end, and what is remembered of those that ended. */
export interface Operations {
  list(): Promise<readonly Operation[]>;
  /** The same batch id again answers with the operations it made the first time. */
  start(batch: string, requests: readonly Requested[]): Promise<readonly OperationId[]>;
  preview(requests: readonly Requested[]): Output<'operation.preview'>['previews'];
  cancel(operation: OperationId): Promise<void>;
  undo(operation: OperationId): Promise<readonly OperationId[]>;
  /** Only what has ended. */
  forget(operations: readonly OperationId[]): Promise<void>;
  /** Shows what was left unfinished when the app last ran. */
  ready(): Promise<void>;
  /** A pool that answers is asked what has come of operations the app was ended in. */
  sawServers(): void;
  close(): Promise<void>;
}

export interface OperationsSetup {
  readonly ports: Ports;
  readonly handles: PoolHandles;
  readonly toFailure: (error: unknown) => Failure;
  readonly publish: (change: Payload<'operations'>) => void;
  /** Whether a server is only a file. */
  readonly isFile: (server: ServerId) => boolean;
  readonly lent: Omit<Lent, 'poolOf'>;
}

type Judge = Pick<Rules, 'problemsOf'>;

interface Started {
  readonly kept: Kept;
  readonly verb: Verb;
  readonly cancelling: AbortController;
}

export function createOperations(setup: OperationsSetup): Operations {
  const { ports, handles, toFailure, publish } = setup;
  const { clock } = ports;
  const lent: Lent = { ...setup.lent, poolOf: handles.find };
  const all = new Map<OperationId, Started>();
  const queue = createQueue();
  /** What is being found out, or has been, since the app began. */
  const settling = new Set<OperationId>();
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  let opening: Promise<Journal> | undefined;
  let told: Map<OperationId, Operation> | undefined;

  /** What happens to many at once is told at once. */
  function tell(operation: Operation): void {
    if (told === undefined) {
      told = new Map();
      queueMicrotask(flush);
    }
    told.set(operation.id, operation);
  }

  function flush(): void {
    const changed = [...(told?.values() ?? [])];
    told = undefined;
    if (!closing.signal.aborted) publish({ changed, forgotten: [] });
  }

  async function journal(): Promise<Journal> {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  }

  async function open(): Promise<Journal> {
    const opened = await openJournal({ folder: ports.paths.data, newId: ports.random.id });
    for (const entry of opened.entries) add(isEnded(entry.operation) ? entry : { ...entry, operation: interrupted(entry.operation) });
    resumeAll();
    return opened;
  }

  function add(entry: Entry): Started {
    const write = async (next: Entry): Promise<void> => {
      closing.signal.throwIfAborted();
      await (await journal()).write(next);
    };
    const kept = keep({ entry, clock, tell, write });
    const started = { kept, verb: verbOf(entry.operation.request, lent), cancelling: new AbortController() };
    all.set(entry.operation.id, started);
    return started;
  }

  function started(id: OperationId): Started {
    const found = all.get(id);
    if (found === undefined) throw new OperationError({ kind: 'gone' });
    return found;
  }

  function nameOf(server: string): string {
    const found = handles.find(server as ServerId);
    const [host] = found?.inventory().host.values() ?? [];
    return host?.name ?? found?.name() ?? '';
  }

  function inventoryOf(server: string): Inventory | undefined {
    return handles.find(server as ServerId)?.inventory();
  }

  function rulesOf(server: ServerId): Judge {
    const pool = handles.find(server);
    if (pool === undefined) return { problemsOf: () => [setup.isFile(server) ? { rule: 'only-a-picture' } : { rule: 'not-there' }] };
    return rulesFor({ inventory: pool.inventory(), link: linkOf(pool.state()), access: pool.access(), rehearsals: lent.rehearsalsOf(server) });
  }

  function problemsOf(request: Requested, rules: Judge): Problem[] {
    const own: Problem[] = queue.isTaken(request) ? [{ rule: 'being-changed' }] : [];
    return [...own, ...rules.problemsOf(request)];
  }

  function begin(batch: string, request: Requested, rules: Judge): OperationId {
    const pool = handles.of(request.server);
    const problems = problemsOf(request, rules);
    const begun = add({ operation: describe({ batch, request, pool }) });
    const { id } = begun.kept.operation();
    if (problems.length > 0) {
      inBackground(refuse(begun, pool, problems));
      return id;
    }
    tell(begun.kept.operation());
    queue.enter({ id, request, begin: () => inBackground(execute(begun, pool)) });
    return id;
  }

  async function refuse({ kept }: Started, pool: PoolHandle, problems: Problem[]): Promise<void> {
    const { request } = kept.operation();
    const failure: Failure = { kind: 'precheck', problems };
    const { undone, left } = await takeBack(request, { pool, signal: closing.signal });
    const next = [...nextSteps(request, failure)];
    await kept.end({ is: 'failed', failure, undone, left: [{ is: 'nothing-changed' }, ...left], next }, { steps: 'failed' });
  }

  function describe(of: { readonly batch: string; readonly request: Requested; readonly pool: PoolHandle }): Operation {
    const { batch, request, pool } = of;
    return {
      // Made here and nowhere else.
      id: ports.random.id() as OperationId,
      batch,
      request,
      server: request.server,
      subject: subjectOf(request, pool, { nameOf, inventoryOf }),
      startedAtMs: clock.now(),
      steps: verbOf(request, lent).steps.map((name) => ({ name, state: 'waiting' })),
      state: { is: 'waiting' },
      canUndo: false,
      xe: [...xeLines(request, pool.inventory(), inventoryOf)],
    };
  }

  async function execute(begun: Started, pool: PoolHandle): Promise<void> {
    const { request } = begun.kept.operation();
    await attend(begun, pool, async (doing) => {
      await doing.step('check', async () => {
        // A session that has just been lost is no reason to refuse what was allowed a moment ago.
        if (!needsNoPool(request)) await backInTouch(doing);
        const problems = rulesOf(request.server).problemsOf(request);
        if (problems.length > 0) throw new OperationError({ kind: 'precheck', problems: [...problems] });
      });
      await begun.verb.run(doing);
    });
  }

  async function attend({ kept, verb, cancelling }: Started, pool: PoolHandle, work: (doing: Doing) => Promise<void>): Promise<void> {
    const afterwards = (): void => queue.leave(kept.operation().id);
    const whole = async (doing: Doing): Promise<void> => await lending(doing, kept.operation().request, work);
    await carryOut({ kept, pool, verb, clock, toFailure, work: whole, afterwards, cancelling: cancelling.signal, closing: closing.signal });
    await trim();
  }

  function inBackground(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => {
        if (!closing.signal.aborted) void toFailure(error);
      })
      .finally(() => running.delete(done));
    running.add(done);
  }

  async function trim(): Promise<void> {
    const ended = [...all.values()].map(({ kept }) => kept.operation()).filter(isEnded);
    const surplus = ended.slice(0, Math.max(0, ended.length - HISTORY)).map(({ id }) => id);
    if (surplus.length > 0) await forget(surplus);
  }

  async function forget(ids: readonly OperationId[]): Promise<void> {
    const ended = ids.filter((id) => {
      const found = all.get(id);
      return found !== undefined && isEnded(found.kept.operation());
    });
    for (const id of ended) all.delete(id);
    if (ended.length === 0) return;
    publish({ changed: [], forgotten: ended });
    await (await journal()).forget(ended);
  }

  function resumeAll(): void {
    for (const begun of all.values()) {
      const operation = begun.kept.operation();
      const isUnknown = operation.state.is === 'interrupted' && operation.state.left.length === 0;
      if (!isUnknown && !owesPasswords(operation)) continue;
      const pool = handles.find(operation.server);
      if (pool?.state().is !== 'live' || settling.has(operation.id)) continue;
      if (isUnknown) resume(begun, pool);
      else settle(begun, pool);
    }
  }

  /** Once while the app runs: a pool that does not let go of it now would not either the next moment. */
  function settle({ kept }: Started, pool: PoolHandle): void {
    const { id, request, state } = kept.operation();
    settling.add(id);
    const work = async (): Promise<void> => {
      const { left } = await takeBack(request, { pool, signal: closing.signal });
      if (left.length === 0) await kept.amend(withoutDebt(state));
    };
    inBackground(work());
  }

  /** The server may still be at it, or have finished long ago; either way it can be asked now. */
  function resume(begun: Started, pool: PoolHandle): void {
    const { kept, verb } = begun;
    const operation = kept.operation();
    const task = [...pool.inventory().task.keys()].find((ref) => ref === operation.task) ?? verb.task?.find(pool.inventory());
    if (task === undefined || verb.task === undefined) {
      settling.add(operation.id);
      inBackground(showInterrupted(begun, pool));
      return;
    }
    const { watch } = verb.task;
    inBackground(
      attend(begun, pool, async (doing) => {
        doing.note('found-again');
        await watch(doing, task);
      }),
    );
  }

  async function showInterrupted(begun: Started, pool: PoolHandle): Promise<void> {
    const { undone, left } = await takeBack(begun.kept.operation().request, { pool, signal: closing.signal });
    begun.kept.show(interruptedWith(begun, { inventory: pool.inventory(), taken: [...undone, ...left] }));
  }

  return {
    async list() {
      await journal();
      return [...all.values()].map(({ kept }) => kept.operation());
    },
    async start(batch, requests) {
      await journal();
      const known = [...all.values()].map(({ kept }) => kept.operation()).filter((operation) => operation.batch === batch);
      if (known.length > 0) return known.map(({ id }) => id);
      for (const { server } of requests) if (handles.find(server) === undefined) throw new PoolsError({ kind: 'gone' });
      const rules = new Map(requests.map(({ server }) => [server, rulesOf(server)]));
      return requests.map((request) => begin(batch, request, rules.get(request.server) ?? rulesOf(request.server)));
    },
    preview(requests) {
      const rules = new Map(requests.map(({ server }) => [server, rulesOf(server)]));
      return requests.map((request) => {
        const pool = handles.find(request.server);
        return {
          problems: problemsOf(request, rules.get(request.server) ?? rulesOf(request.server)),
          xe: pool === undefined ? [] : [...xeLines(request, pool.inventory(), inventoryOf)],
        };
      });
    },
    async cancel(id) {
      const { kept, cancelling } = started(id);
      const { state } = kept.operation();
      if (isEnded(kept.operation())) return;
      cancelling.abort();
      if (state.is !== 'waiting') return;
      queue.leave(id);
      const { request, server } = kept.operation();
      const { undone, left } = await takeBack(request, { pool: handles.find(server), signal: closing.signal });
      await kept.end({ is: 'cancelled', undone, left: [{ is: 'nothing-changed' }, ...left] }, { steps: 'failed' });
    },
    async undo(id) {
      const { kept } = started(id);
      const { request, canUndo } = kept.operation();
      const former = kept.former();
      const back = former === undefined || !canUndo ? undefined : backTo(request, former);
      if (back === undefined) throw new OperationError({ kind: 'no-undo' });
      await kept.cannotUndo();
      return [begin(`undo-${id}`, back, rulesOf(request.server))];
    },
    forget,
    async ready() {
      await journal();
    },
    sawServers: resumeAll,
    async close() {
      closing.abort();
      await Promise.all(running);
      await (await opening)?.close();
    },
  };
}

function isEnded({ state }: Operation): boolean {
  return state.is !== 'waiting' && state.is !== 'running';
}

/** What mends the connection, or a host, does not wait for it. */
function needsNoPool({ kind }: Requested): boolean {
  return kind === 'server.reconnect' || kind === 'host.repair';
}
