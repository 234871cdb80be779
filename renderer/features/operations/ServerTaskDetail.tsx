import type { TreeItem } from '#shared/domain/tree/items.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { durationText, timeText } from '#shared/text/format.ts';
import { endedText, tasksText } from '#shared/text/tasks-text.ts';
import { type Task, useOperations } from '#renderer/state/operations-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { useRunningNow } from '#renderer/ui/use-now.ts';
import { Facts } from './Facts.tsx';
import type { TaskContext } from './task-context.ts';
import css from './TaskDetail.module.css';
import { originOf, titleOf } from './task-look.ts';
import { serverPaceText } from './task-pace.ts';

export interface ServerTaskDetailProps {
  readonly task: Extract<Task, { from: 'server' }>;
  readonly context: TaskContext;
  readonly onCancel: () => void;
  readonly onShow: (item: TreeItem) => void;
}

/** Of what another client does, only what the server tells. */
export function ServerTaskDetail({ task, context, onCancel, onShow }: ServerTaskDetailProps) {
  const nowMs = useRunningNow(task.phase === 'running');
  const progress = useOperations((state) => state.progress);
  const title = titleOf(task, context);
  const subject = context.subjectOf(task);
  const { phase, startedAtMs, endedAtMs, task: record } = task;
  const [code, ...parameters] = record.errorInfo;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [tasksText.state, endedText[phase](durationText((endedAtMs ?? nowMs) - startedAtMs))],
    [tasksText.pace, serverPaceText(task, context, { progress, nowMs })],
    [tasksText.origin, originOf(task, context)],
    [tasksText.pool, context.poolNameOf(task.server)],
    [tasksText.host, context.hostOf(task)],
    [tasksText.started, timeText(startedAtMs, nowMs)],
    [tasksText.ended, endedAtMs === undefined ? undefined : timeText(endedAtMs, nowMs)],
    [tasksText.serverName, record.name],
  ];
  return (
    <article className={css['detail']} aria-label={title}>
      <header>
        <Icon name="tasks" tone="info" />
        <div>
          <h2>{title}</h2>
          {record.description !== '' && <p>{record.description}</p>}
        </div>
        <div className={css['actions']}>
          {subject !== undefined && <Button onClick={() => onShow(subject.item)}>{tasksText.lookCloser}</Button>}
          {phase === 'running' && <Button onClick={onCancel}>{tasksText.cancel}</Button>}
        </div>
      </header>
      {phase === 'failed' && code !== undefined && <Notice tone="danger" {...failureText({ kind: 'xapi', code, parameters })} />}
      <Facts facts={facts} />
    </article>
  );
}
