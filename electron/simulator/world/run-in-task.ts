import type { TypeShape } from '#shared/xapi/model.ts';
import { xmlValue } from '../codecs/xml-value.ts';
import { type Outcome, type Running, run, type Work } from './process.ts';
import { ref } from './fields.ts';
import { canTalk, isAnswering, machineOf } from './reach.ts';
import { completeTask, createTask, failTask } from './tasks.ts';
import type { Ref, Value } from './value.ts';
import type { PoolState, SimHost, World } from './world.ts';
import { XapiError } from './xapi-error.ts';

export interface TaskJob {
  readonly label: string;
  readonly parent?: Ref | undefined;
  readonly owner?: string | undefined;
  readonly resultType: TypeShape;
  readonly work: (task: Ref) => Work<Value>;
}

export interface RunningTask {
  readonly task: Ref;
  readonly running: Running;
}

/** Runs work under a new task of the pool and writes down how it went before telling the caller. */
export function runInTask(
  world: World,
  pool: PoolState,
  job: TaskJob,
  whenDone: (task: Ref, outcome: Outcome<Value>) => void = () => undefined,
): RunningTask {
  const task = createTask(world, pool, { label: job.label, parent: job.parent, owner: job.owner });
  const progress = { isOver: false };
  const running = run(world.clock, onLivingHosts(world, pool, task, job.work(task)), (outcome) => {
    progress.isOver = true;
    pool.running.delete(task);
    settle(world, pool, { task, outcome, resultType: job.resultType });
    whenDone(task, outcome);
  });
  if (!progress.isOver) pool.running.set(task, running);
  return { task, running };
}

const LOOK_AGAIN_MS = 5_000;

/**
 * Work handed to a host stands still while that host is dark, and goes on if it was only cut off. When the
 * master gives the host up, it fails the task. A host that was dark from the start never got the work.
 */
function* onLivingHosts(world: World, pool: PoolState, task: Ref, work: Work<Value>): Work<Value> {
  let executor: SimHost | undefined;
  let step = work.next();
  while (step.done !== true) {
    const host = executorOf(world, pool, task);
    if (host !== executor && (host === undefined || isReachable(pool, host))) executor = host;
    try {
      yield step.value;
      while (isDark(pool, executor)) yield LOOK_AGAIN_MS;
    } catch (error) {
      step = work.throw(error);
      continue;
    }
    step = work.next();
  }
  return step.value;
}

/** The host other than the master that the task says it runs on. */
function executorOf(world: World, pool: PoolState, task: Ref): SimHost | undefined {
  const row = pool.database.find('task', task);
  const host = row === undefined ? undefined : ref(row, 'resident_on');
  return host === undefined || host === pool.master.ref ? undefined : machineOf({ world, pool }, host);
}

function isDark(pool: PoolState, host: SimHost | undefined): boolean {
  return host !== undefined && !isReachable(pool, host);
}

function isReachable(pool: PoolState, host: SimHost): boolean {
  return isAnswering(host) && canTalk(pool.master, host);
}

/** The task may be gone: a client may destroy it while the work goes on. */
function settle(world: World, pool: PoolState, end: { readonly task: Ref; readonly outcome: Outcome<Value>; readonly resultType: TypeShape }): void {
  const { task, outcome } = end;
  if (pool.database.find('task', task) === undefined) return;
  if (outcome.is === 'failed') failTask(world, pool, task, asXapiError(outcome.error));
  else completeTask(world, pool, task, xmlValue(outcome.value, end.resultType, pool.model));
}

/** A bug in the world reaches clients as the server's own bugs do. */
function asXapiError(error: unknown): XapiError {
  return error instanceof XapiError ? error : new XapiError('INTERNAL_ERROR', String(error));
}
