import { NetError } from '#engine/net/net-error.ts';
import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError, XapiError } from '#engine/xapi/xapi-error.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { Cancelled } from './operation-error.ts';
import type { Doing } from './verb.ts';

/** Events bring a task at once; if not, it is asked for. */
const APPEARS_WITHIN_MS = 10_000;
/** What a server has begun is told of within this. */
const SHOWS_WITHIN_MS = 15_000;

/** How a task ended; `unknown` when its record is gone with the verdict in it. */
type Verdict = 'success' | 'unknown';

export interface Begin {
  start(session: Session): Promise<TaskRef>;
  /** The task that is doing it, by what the object says, when the answer to the start was lost. */
  find(): TaskRef | undefined;
  /** The object shows it. */
  isReached(): boolean;
}

/** Has the server do something as a task and follows that to its verdict, through lost connections and cancelling. */
export async function doAsTask(doing: Doing, begin: Begin): Promise<void> {
  const task = await startTask(doing, begin);
  if (task === undefined) return;
  await doing.began(task);
  await followTask(doing, task);
}

/** The same for what makes an object, whose reference is the result; undefined when that was lost with the task's record. */
export async function makeAsTask(doing: Doing, begin: Begin): Promise<string | undefined> {
  const task = await startTask(doing, begin);
  if (task === undefined) return undefined;
  await doing.began(task);
  return await followMaking(doing, task);
}

async function startTask(doing: Doing, begin: Begin): Promise<TaskRef | undefined> {
  const signal = AbortSignal.any([doing.cancelling, doing.closing]);
  try {
    return await doing.pool.ask({ safe: false, signal }, begin.start);
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    return await findAgain(doing, begin, error);
  }
}

/** Nobody knows whether the server heard: when it can be asked again, the object tells. */
async function findAgain(doing: Doing, begin: Begin, lost: NetError): Promise<TaskRef | undefined> {
  await answersAgain(doing);
  doing.note('checking-result');
  // What it has begun is told by events, and those need a moment.
  const shows = await doing.pool.until(() => begin.find() !== undefined || begin.isReached(), {
    signal: AbortSignal.any([doing.cancelling, doing.closing]),
    timeoutMs: SHOWS_WITHIN_MS,
  });
  doing.closing.throwIfAborted();
  if (shows === 'aborted') throw new Cancelled(true);
  if (shows === 'late') throw lost;
  return begin.find();
}

/** A connection that has just been lost may not have been noticed yet: only an answer proves that there is one. */
async function answersAgain(doing: Doing): Promise<void> {
  await backInTouch(doing);
  const { pool, cancelling, closing } = doing;
  try {
    await pool.ask({ safe: true, signal: AbortSignal.any([cancelling, closing]) }, async (session) => await session.call('pool.get_all', []));
  } catch (error) {
    closing.throwIfAborted();
    if (cancelling.aborted) throw new Cancelled(true);
    throw error;
  }
  await backInTouch(doing);
}

/** Waits for the connection; who cancels meanwhile does not wait for it. */
export async function backInTouch(doing: Doing): Promise<void> {
  const { pool, cancelling, closing } = doing;
  if (pool.state().is !== 'live') doing.note('server-unreachable');
  await pool.until(() => pool.state().is === 'live', { signal: AbortSignal.any([cancelling, closing]) });
  closing.throwIfAborted();
  if (cancelling.aborted) throw new Cancelled(true);
  doing.note(undefined);
}

/** Resolves when the task has succeeded or its record has gone; throws what it failed with. */
export async function followTask(doing: Doing, task: TaskRef): Promise<void> {
  await untilEnded(doing, task);
  try {
    verdict(doing, task);
  } finally {
    await tidyUp(doing, task);
  }
}

export async function followMaking(doing: Doing, task: TaskRef): Promise<string | undefined> {
  return (await endOfTask(doing, task)).result;
}

/** What came of it; throws what it failed with. */
export async function endOfTask(doing: Following, task: TaskRef): Promise<{ readonly verdict: Verdict; readonly result: string | undefined }> {
  await untilEnded(doing, task);
  try {
    const found = verdict(doing, task);
    return { verdict: found, result: found === 'success' ? await resultOf(doing, task) : undefined };
  } finally {
    await tidyUp(doing, task);
  }
}

/** What following a task needs of an operation. */
type Following = Pick<Doing, 'pool' | 'cancelling' | 'closing' | 'note' | 'progress' | 'tooLateToCancel'>;

function verdict(doing: Following, task: TaskRef): Verdict {
  const found = verdictOf(doing.pool, task, doing.cancelling.aborted);
  doing.note(found === 'unknown' ? 'checking-result' : undefined);
  return found;
}

/** Results of tasks are written as XML-RPC writes values. */
async function resultOf({ pool, closing }: Following, task: TaskRef): Promise<string | undefined> {
  try {
    const result = await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('task.get_result', [task]));
    return /<value>(?:<string>)?([^<]+)/.exec(String(result))?.[1];
  } catch (error) {
    if (isXapiError(error, 'HANDLE_INVALID')) return undefined;
    throw error;
  }
}

async function untilEnded(doing: Following, task: TaskRef): Promise<void> {
  const { pool, closing } = doing;
  let isAskedToStop = false;
  const known = { isSeen: false };
  const look = (): boolean => {
    const isLive = pool.state().is === 'live';
    if (!isAskedToStop) doing.note(isLive ? undefined : 'server-unreachable');
    const record = pool.inventory().task.get(task);
    if (record === undefined) return known.isSeen && isLive;
    known.isSeen = true;
    doing.progress(record.progress);
    return record.status !== 'pending';
  };
  for (;;) {
    const signal = isAskedToStop ? closing : AbortSignal.any([doing.cancelling, closing]);
    const end = await pool.until(look, { signal, ...(!known.isSeen && { timeoutMs: APPEARS_WITHIN_MS }) });
    closing.throwIfAborted();
    if (end === 'so') break;
    // One that has shown itself is told of by the pool; asking might wait as long as a lost connection goes unnoticed.
    if (end === 'late' && !known.isSeen && pool.state().is === 'live' && !(await isThere(doing, task))) break;
    if (end !== 'aborted') continue;
    isAskedToStop = true;
    await askToStop(doing, task);
  }
  doing.tooLateToCancel();
}

async function isThere({ pool, closing }: Following, task: TaskRef): Promise<boolean> {
  try {
    return (await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('task.get_status', [task]))) === 'pending';
  } catch (error) {
    if (isXapiError(error, 'HANDLE_INVALID')) return false;
    throw error;
  }
}

async function askToStop(doing: Following, task: TaskRef): Promise<void> {
  const { pool, closing } = doing;
  // Nobody can be told to stop, so nobody should have to wait for that.
  if (pool.state().is !== 'live') throw new Cancelled(true);
  doing.note('cancelling');
  try {
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('task.cancel', [task]));
  } catch (error) {
    // It may have ended in this very moment, or not listen; its own verdict is waited for in any case.
    if (!(error instanceof XapiError)) throw error;
  }
}

function verdictOf(pool: PoolHandle, task: TaskRef, wasCancelled: boolean): Verdict {
  const record = pool.inventory().task.get(task);
  if (record === undefined || record.status === 'pending') return 'unknown';
  if (record.status === 'success') return 'success';
  if (record.status === 'cancelled' && wasCancelled) throw new Cancelled(false);
  const [code = record.status, ...parameters] = record.errorInfo;
  throw new XapiError(code, parameters);
}

/** Servers keep ended tasks for an hour for whoever asked; we have what we wanted to know. */
async function tidyUp({ pool, closing }: Following, task: TaskRef): Promise<void> {
  if (pool.state().is !== 'live') return;
  try {
    await pool.ask({ safe: false, signal: closing }, async (session) => await session.call('task.destroy', [task]));
  } catch (error) {
    // Gone already, or not ours to remove: the server forgets it by itself.
    if (!(error instanceof XapiError) && !(error instanceof NetError)) throw error;
  }
}
