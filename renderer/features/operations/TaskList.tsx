import { type KeyboardEvent, useRef } from 'react';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { type Task, useOperations } from '#renderer/state/operations-store.ts';
import { useRunningNow } from '#renderer/ui/use-now.ts';
import { VirtualRows, type VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx';
import type { TaskContext } from './task-context.ts';
import { lookOf } from './task-look.ts';
import css from './TaskList.module.css';
import { TaskRow } from './TaskRow.tsx';

export interface TaskListProps {
  readonly tasks: readonly Task[];
  readonly selected: string | undefined;
  readonly context: TaskContext;
  readonly onSelect: (task: Task) => void;
  readonly onShow: (item: TreeItem) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

/** Thousands of tasks; the arrows walk along them, and the keyboard comes to one of them only. */
export function TaskList({ tasks, selected, context, onSelect, onShow }: TaskListProps) {
  const nowMs = useRunningNow(tasks.some(({ phase }) => phase === 'running'));
  const progress = useOperations((state) => state.progress);
  const rows = useRef<VirtualRowsHandle>(null);
  const walked = useRef(false);
  const at = tasks.findIndex(({ key }) => key === selected);

  /** The row walked to may come into being only after it has been scrolled to. */
  function arrive(button: HTMLElement | null): void {
    if (button === null || !walked.current) return;
    walked.current = false;
    button.focus();
  }

  function press(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.min(tasks.length - 1, Math.max(0, at + step));
    const task = tasks[to];
    if (task === undefined) return;
    rows.current?.reveal(to);
    walked.current = true;
    onSelect(task);
  }

  return (
    <div className={css['list']}>
      <VirtualRows
        handle={rows}
        count={tasks.length}
        renderRow={(index) => {
          const task = tasks[index];
          if (task === undefined) return null;
          const subject = context.subjectOf(task);
          return (
            <TaskRow
              key={task.key}
              task={task}
              look={lookOf(task, context, { progress, nowMs })}
              nowMs={nowMs}
              isSelected={task.key === selected}
              isStop={index === Math.max(0, at)}
              onSelect={() => onSelect(task)}
              onPress={press}
              place={task.key === selected ? arrive : undefined}
              onLookCloser={subject === undefined ? undefined : () => onShow(subject.item)}
            />
          );
        }}
      />
    </div>
  );
}
