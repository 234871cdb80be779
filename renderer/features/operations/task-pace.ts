import { perSecond, restMs } from '#shared/domain/tasks/pace.ts';
import { leftText, paceText } from '#shared/text/pace-text.ts';
import { callOf } from '#shared/domain/tasks/task-entry.ts';
import type { OperationsState, Task } from '#renderer/state/operations-store.ts';
import type { TaskContext } from './task-context.ts';

export interface Going {
  readonly progress: OperationsState['progress'];
  readonly nowMs: number;
}

/** Bytes a second of an operation of ours, by how far the server says it is and how much there is to bring over. */
export function rateOf(task: Task, context: TaskContext, { progress, nowMs }: Going): number | undefined {
  const amount = context.amountOf(task);
  const shares = perSecond(progress.get(task.key)?.samples ?? [], nowMs);
  return amount === undefined || shares === undefined || shares === 0 ? undefined : amount * shares;
}

/** What servers copy evenly for others as well. */
const STEADY: ReadonlySet<string> = new Set([
  'VM.pool_migrate',
  'VM.migrate_send',
  'VM.copy',
  'VM.suspend',
  'VM.resume',
  'VM.resume_on',
  'VDI.copy',
  'VDI.pool_migrate',
]);

/** How a task of the server goes, where it brings bytes from one place to another. */
export function serverPaceText(task: Extract<Task, { from: 'server' }>, context: TaskContext, { progress, nowMs }: Going): string | undefined {
  if (task.phase !== 'running') return undefined;
  const shares = progress.get(task.key)?.samples ?? [];
  const byShare = restMs(shares, { whole: 1, nowMs });
  const passing = context.passingOf(task);
  if (passing === undefined) return STEADY.has(callOf(task.task.name)) ? leftText(byShare) : undefined;
  const { doneBytes, wholeBytes, samples } = passing;
  const leftMs = wholeBytes === undefined ? byShare : restMs(samples, { whole: wholeBytes, nowMs });
  return paceText({ doneBytes, wholeBytes, bytesPerSecond: perSecond(samples, nowMs), isEstimate: false, leftMs });
}
