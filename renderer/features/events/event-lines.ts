import { type Alert, isProblem } from '#shared/domain/alerts/alert.ts';
import type { TaskPhase } from '#shared/domain/tasks/task-entry.ts';
import { alertText } from '#shared/text/alerts-text.ts';
import { operationTitle } from '#shared/text/operation-title.ts';
import { operationLine, serverTaskTitle, tasksText } from '#shared/text/tasks-text.ts';
import type { Task } from '#renderer/state/operations-store.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';

/** One thing that has happened to an object. */
export interface EventLine {
  readonly key: string;
  readonly atMs: number;
  readonly kind: 'message' | 'task';
  readonly isBad: boolean;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: string;
  readonly more: string;
}

export type EventKind = EventLine['kind'] | 'all' | 'bad';

export function lineOfAlert(alert: Alert, name: string): EventLine {
  const { title, detail = '' } = alertText(alert, name);
  const isBad = isProblem(alert);
  return {
    key: alert.ref,
    atMs: alert.atMs,
    kind: 'message',
    isBad,
    icon: isBad ? 'warning' : 'info',
    tone: isBad ? 'warn' : 'quiet',
    title,
    more: detail,
  };
}

const signs: Readonly<Record<TaskPhase, readonly [IconName, Tone]>> = {
  failed: ['error', 'danger'],
  running: ['refresh', 'info'],
  waiting: ['clock', 'quiet'],
  cancelled: ['dash', 'quiet'],
  done: ['ok', 'ok'],
};

/** A host's report is no machine's. */
export type VmTask = Exclude<Task, { from: 'window' }>;

export function lineOfTask(task: VmTask, name: string, nowMs: number): EventLine {
  const [icon, tone] = signs[task.phase];
  const words =
    task.from === 'us'
      ? { title: operationTitle(task.operation), more: operationLine(task.operation, nowMs) }
      : { title: serverTaskTitle(task.task, name), more: tasksText.otherClient };
  return { key: task.key, atMs: task.endedAtMs ?? task.startedAtMs, kind: 'task', isBad: task.phase === 'failed', icon, tone, ...words };
}

/** With all of these words, wherever they stand. */
export function filterLines(lines: readonly EventLine[], kind: EventKind, words: string): readonly EventLine[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    const isKind = kind === 'all' || (kind === 'bad' ? line.isBad : line.kind === kind);
    const text = `${line.title} ${line.more}`.toLowerCase();
    return isKind && wanted.every((word) => text.includes(word));
  });
}

/** A line each, in columns, as tables take them. */
export function textOfLines(lines: readonly EventLine[]): string {
  return lines.map(({ atMs, title, more }) => [new Date(atMs).toISOString(), title, more].join('\t')).join('\n');
}
