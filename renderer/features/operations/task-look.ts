import { unreachable } from '#shared/kernel/unreachable.ts';
import { stalledMs } from '#shared/domain/tasks/stalled.ts';
import type { ReportTask } from '#shared/domain/tasks/task-entry.ts';
import { durationText, percentText } from '#shared/text/format.ts';
import { operationTitle } from '#shared/text/operation-title.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { statusReportText } from '#shared/text/status-report-text.ts';
import { endedText, operationLine, runningLine, serverTaskTitle, stalledText, tasksText } from '#shared/text/tasks-text.ts';
import type { Task } from '#renderer/state/operations-store.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import type { TaskContext } from './task-context.ts';
import { type Going, rateOf, serverPaceText } from './task-pace.ts';

export interface TaskLook {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: string;
  readonly line: string;
  /** The part of the line that must not be overlooked. */
  readonly mark: string | undefined;
  /** At the end of the title: how far it is. */
  readonly percent: string | undefined;
}

export function titleOf(task: Task, context: TaskContext): string {
  if (task.from === 'window') return statusReportText.title(task.report.hostName);
  return task.from === 'us' ? operationTitle(task.operation) : serverTaskTitle(task.task, context.subjectOf(task)?.name);
}

export function lookOf(task: Task, context: TaskContext, going: Going): TaskLook {
  const stalled = stalledMs(going.progress, task.key, going.nowMs);
  const shared = { title: titleOf(task, context), percent: isPartDone(task) ? percentText(task.progress ?? 0) : undefined };
  if (stalled !== undefined) {
    return { ...shared, icon: 'warning', tone: 'warn', mark: stalledText(stalled), line: placeOf(task, context) };
  }
  return { ...shared, ...signOf(task), mark: undefined, line: [lineOf(task, context, going), placeOf(task, context)].filter(Boolean).join(' · ') };
}

function isPartDone(task: Task): boolean {
  return task.phase === 'running' && task.progress !== undefined;
}

function signOf({ phase }: Task): Pick<TaskLook, 'icon' | 'tone'> {
  switch (phase) {
    case 'failed':
      return { icon: 'error', tone: 'danger' };
    case 'running':
      return { icon: 'refresh', tone: 'info' };
    case 'waiting':
      return { icon: 'clock', tone: 'quiet' };
    case 'cancelled':
      return { icon: 'dash', tone: 'quiet' };
    case 'done':
      return { icon: 'ok', tone: 'ok' };
    default:
      return unreachable(phase);
  }
}

function lineOf(task: Task, context: TaskContext, going: Going): string {
  const { nowMs } = going;
  if (task.from === 'us') return operationLine(task.operation, nowMs, rateOf(task, context, going));
  if (task.from === 'window') return reportLine(task.report, nowMs);
  if (task.endedAtMs === undefined) return [runningLine(nowMs - task.startedAtMs), serverPaceText(task, context, going)].filter(Boolean).join('. ');
  return endedText[task.phase](durationText(task.endedAtMs - task.startedAtMs));
}

function reportLine({ bytes, phase, startedAtMs, endedAtMs }: ReportTask, nowMs: number): string {
  const took = durationText((endedAtMs ?? nowMs) - startedAtMs);
  return phase === 'running' ? statusReportText.running(sizeText(bytes), took) : endedText[phase](took);
}

export function originOf(task: Extract<Task, { from: 'server' }>, context: TaskContext): string {
  return context.passingOf(task) === undefined ? tasksText.otherClient : tasksText.thisWindow;
}

/** Whose it is and where, as far as that is not plain. */
function placeOf(task: Task, context: TaskContext): string {
  const host = task.from === 'server' ? context.hostOf(task) : undefined;
  const origin = task.from === 'us' ? undefined : task.from === 'window' ? tasksText.thisWindow : originOf(task, context);
  // A lone host stands for its pool.
  return [...new Set([origin, host, context.poolNameOf(task.server)])].filter(Boolean).join(', ');
}
