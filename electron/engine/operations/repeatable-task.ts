import type { Session } from '#engine/xapi/session.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { OperationError } from './operation-error.ts';
import { endOfTask } from './server-task.ts';
import type { Doing } from './verb.ts';

/** A toolstack that restarts forgets what it was at; one that does so again and again is asked no further. */
const MOST_TIMES = 3;

type Start = (session: Session) => Promise<TaskRef>;

/**
 * Has the server do what may be done twice, however long that takes: whoever lost the answer, or the task with its verdict, has it
 * done again. Resolves with the result.
 */
export async function repeatAsTask(doing: Doing, start: Start): Promise<string | undefined> {
  const signal = AbortSignal.any([doing.cancelling, doing.closing]);
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const task = await doing.pool.ask({ safe: true, signal }, start);
    await doing.began(task);
    const { verdict, result } = await endOfTask(doing, task);
    if (verdict === 'success') return result;
  }
  throw new OperationError({ kind: 'not-confirmed' });
}

/** One of several at once: nobody watches it by itself, and who cancels stops before the next. */
export async function repeatQuietly(doing: Pick<Doing, 'pool' | 'closing'>, start: Start): Promise<void> {
  const { pool, closing } = doing;
  const never = new AbortController().signal;
  const nobody = (): void => undefined;
  const quiet = { pool, closing, cancelling: never, note: nobody, progress: nobody, tooLateToCancel: nobody };
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const task = await pool.ask({ safe: true, signal: closing }, start);
    const { verdict } = await endOfTask(quiet, task);
    if (verdict === 'success') return;
  }
  throw new OperationError({ kind: 'not-confirmed' });
}
