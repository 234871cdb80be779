import type { TreeItem } from '#shared/domain/tree/items.ts';
import { durationText, timeText } from '#shared/text/format.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { reportEndText } from '#shared/text/status-report-text.ts';
import { endedText, tasksText } from '#shared/text/tasks-text.ts';
import type { Task } from '#renderer/state/operations-store.ts';
import { useStatusReports } from '#renderer/state/status-report-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { useRunningNow } from '#renderer/ui/use-now.ts';
import { Facts } from './Facts.tsx';
import type { TaskContext } from './task-context.ts';
import css from './TaskDetail.module.css';
import { titleOf } from './task-look.ts';

export interface ReportDetailProps {
  readonly task: Extract<Task, { from: 'window' }>;
  readonly context: TaskContext;
  readonly onShow: (item: TreeItem) => void;
}

/** A host's own status report on its way into a file here. */
export function ReportDetail({ task, context, onShow }: ReportDetailProps) {
  const { phase, startedAtMs, endedAtMs, report } = task;
  const nowMs = useRunningNow(phase === 'running');
  const known = useStatusReports().find(({ id }) => id === report.id);
  const title = titleOf(task, context);
  const subject = context.subjectOf(task);
  return (
    <article className={css['detail']} aria-label={title}>
      <header>
        <Icon name="download" tone="info" />
        <div>
          <h2>{title}</h2>
        </div>
        <div className={css['actions']}>
          {subject !== undefined && <Button onClick={() => onShow(subject.item)}>{tasksText.lookCloser}</Button>}
          {phase === 'running' && known !== undefined && <Button onClick={known.stop}>{tasksText.cancel}</Button>}
        </div>
      </header>
      {known?.end !== undefined && <Notice tone={phase === 'failed' ? 'danger' : 'known'} what={reportEndText(known.end)} />}
      <Facts
        facts={[
          [tasksText.state, endedText[phase](durationText((endedAtMs ?? nowMs) - startedAtMs))],
          [tasksText.received, sizeText(report.bytes)],
          [tasksText.origin, tasksText.thisWindow],
          [tasksText.pool, context.poolNameOf(task.server)],
          [tasksText.host, report.hostName],
          [tasksText.started, timeText(startedAtMs, nowMs)],
          [tasksText.ended, endedAtMs === undefined ? undefined : timeText(endedAtMs, nowMs)],
        ]}
      />
    </article>
  );
}
