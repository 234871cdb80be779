import { memo } from 'react';
import { percentText, timeText } from '#shared/text/format.ts';
import { overviewText as say } from '#shared/text/overview-text.ts';
import { operationTitle } from '#shared/text/operation-title.ts';
import { statusReportText } from '#shared/text/status-report-text.ts';
import { serverTaskTitle } from '#shared/text/tasks-text.ts';
import { subjectOfTask } from '#renderer/state/noted-tasks.ts';
import { type Task, useTasks } from '#renderer/state/operations-store.ts';
import { setDrawerOpen } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { Meter } from '#renderer/ui/Meter.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import css from './NewsList.module.css';
import type { PoolNow } from './pool-now.ts';

const SHOWN = 4;

/** What is being done in this pool, by whomever, and what was done last. */
export const TasksCard = memo(function TasksCard({ pool }: { readonly pool: PoolNow }) {
  const tasks = useTasks().filter(({ server }) => server === pool.server.id);
  const all = (
    <Button kind="quiet" onClick={() => setDrawerOpen(true)}>
      {say.allTasks}
    </Button>
  );
  return (
    <Card title={say.tasks} mark={all}>
      {tasks.length === 0 && <p className={css['nothing']}>{say.noTasks}</p>}
      <ul className={css['list']}>
        {tasks.slice(0, SHOWN).map((task) => (
          <TaskLine key={task.key} task={task} pool={pool} />
        ))}
      </ul>
    </Card>
  );
});

const looks: Readonly<Record<Task['phase'], { readonly icon: IconName; readonly tone: Tone }>> = {
  waiting: { icon: 'clock', tone: 'quiet' },
  running: { icon: 'refresh', tone: 'info' },
  failed: { icon: 'error', tone: 'danger' },
  cancelled: { icon: 'dash', tone: 'quiet' },
  done: { icon: 'ok', tone: 'ok' },
};

function TaskLine({ task, pool }: { readonly task: Task; readonly pool: PoolNow }) {
  const nowMs = useNow();
  const title = titleOf(task, pool);
  const progress = task.phase === 'running' ? task.progress : undefined;
  const end = progress !== undefined ? percentText(progress) : timeText(task.endedAtMs ?? task.startedAtMs, nowMs);
  return (
    <li>
      <Icon {...iconOf(task)} />
      <span>{title}</span>
      <span className={css['end']}>{end}</span>
      {progress !== undefined && (
        <span className={css['under']}>
          <Meter value={progress} label={say.percentOf(title, end)} />
        </span>
      )}
    </li>
  );
}

function iconOf({ phase }: Task): { readonly name: IconName; readonly tone: Tone } {
  const { icon, tone } = looks[phase];
  return { name: icon, tone };
}

function titleOf(task: Task, { server, inventory }: PoolNow): string {
  if (task.from === 'us') return operationTitle(task.operation);
  if (task.from === 'window') return statusReportText.title(task.report.hostName);
  return serverTaskTitle(task.task, subjectOfTask({ server: server.id, inventory, ref: task.ref, task: task.task })?.name);
}
