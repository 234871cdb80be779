import { useState } from 'react';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { countTasks, filterTasks, type TaskFilter } from '#shared/domain/tasks/task-counts.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { markRead, type Task, useOperations, useTasks } from '#renderer/state/operations-store.ts';
import { forgetReports } from '#renderer/state/status-report-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { OperationDetail } from './OperationDetail.tsx';
import { ReportDetail } from './ReportDetail.tsx';
import { ServerTaskDetail } from './ServerTaskDetail.tsx';
import { type TaskContext, useTaskContext } from './task-context.ts';
import { titleOf } from './task-look.ts';
import { rateOf } from './task-pace.ts';
import { TaskFilters } from './TaskFilters.tsx';
import { TaskList } from './TaskList.tsx';
import css from './TasksDrawer.module.css';
import { TasksBar } from './TasksBar.tsx';
import { useOperationCalls } from './use-operation-calls.ts';

export interface TasksDrawerProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Starts operations, with the questions their class asks. */
  readonly onStart: (requests: readonly OperationRequest[]) => void;
  readonly onShow: (item: TreeItem) => void;
}

const everything: TaskFilter = { words: '', whose: 'everyone', show: 'all' };

export function TasksDrawer({ isOpen, onToggle, onStart, onShow }: TasksDrawerProps) {
  const tasks = useTasks();
  const context = useTaskContext();
  const [filter, setFilter] = useState(everything);
  const calls = useOperationCalls();
  const counts = countTasks(tasks, midnightBefore(useNow()));
  const done = tasks.filter(isClearable);
  function clear(): void {
    calls.forget(done.flatMap((task) => (task.from === 'us' ? [task.operation.id] : [])));
    forgetReports(done.map(({ key }) => key));
  }
  if (!isOpen) {
    return (
      <div className={css['drawer']}>
        <TasksBar counts={counts} isOpen={false} onToggle={onToggle} />
      </div>
    );
  }
  const shown = filterTasks(tasks, filter, (task) => `${titleOf(task, context)} ${context.poolNameOf(task.server)}`);
  return (
    <div className={css['drawer']}>
      <TasksBar counts={counts} isOpen onToggle={onToggle}>
        <TaskFilters filter={filter} onFilter={setFilter} />
        {done.length > 0 && (
          <Button kind="quiet" onClick={clear}>
            {tasksText.clearDone}
          </Button>
        )}
      </TasksBar>
      {shown.length === 0 ? (
        <EmptyState>{tasks.length === 0 ? tasksText.empty : tasksText.noMatch}</EmptyState>
      ) : (
        <Panes tasks={shown} context={context} onStart={onStart} onShow={onShow} calls={calls} />
      )}
    </div>
  );
}

interface PanesProps extends Pick<TasksDrawerProps, 'onStart' | 'onShow'> {
  readonly tasks: readonly Task[];
  readonly context: TaskContext;
  readonly calls: ReturnType<typeof useOperationCalls>;
}

function Panes({ tasks, context, onStart, onShow, calls }: PanesProps) {
  const [chosen, setChosen] = useState<string>();
  const progress = useOperations((state) => state.progress);
  const selected = tasks.find(({ key }) => key === chosen);
  function choose(task: Task): void {
    setChosen(task.key);
    if (task.isUnread) markRead(task.key);
  }
  return (
    <div className={css['panes']}>
      <TaskList tasks={tasks} selected={selected?.key} context={context} onSelect={choose} onShow={onShow} />
      {selected === undefined && <EmptyState>{tasksText.choose}</EmptyState>}
      {selected?.from === 'us' && (
        <OperationDetail
          key={selected.key}
          operation={selected.operation}
          rateAt={(nowMs) => rateOf(selected, context, { progress, nowMs })}
          onStart={onStart}
          onCancel={() => calls.cancel(selected.operation.id)}
          onUndo={() => calls.undo(selected.operation.id)}
        />
      )}
      {selected?.from === 'window' && <ReportDetail key={selected.key} task={selected} context={context} onShow={onShow} />}
      {selected?.from === 'server' && (
        <ServerTaskDetail
          key={selected.key}
          task={selected}
          context={context}
          onCancel={() => onStart([{ kind: 'task.cancel', server: selected.server, task: selected.ref }])}
          onShow={onShow}
        />
      )}
    </div>
  );
}

/** A failure that nobody has read is not swept away with the rest, and what servers remember is theirs. */
function isClearable(task: Task): boolean {
  return task.from !== 'server' && task.phase !== 'running' && task.phase !== 'waiting' && !task.isUnread;
}

function midnightBefore(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0);
}
