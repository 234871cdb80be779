import type { KeyboardEvent } from 'react';
import { timeText } from '#shared/text/format.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import type { Task } from '#renderer/state/operations-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Meter } from '#renderer/ui/Meter.tsx';
import type { TaskLook } from './task-look.ts';
import css from './TaskRow.module.css';

export interface TaskRowProps {
  readonly task: Task;
  readonly look: TaskLook;
  readonly nowMs: number;
  readonly isSelected: boolean;
  /** Whether the keyboard comes to this row. */
  readonly isStop: boolean;
  readonly onSelect: () => void;
  /** Where it is drawn. */
  readonly place: ((button: HTMLElement | null) => void) | undefined;
  /** A key, while the row has the focus. */
  readonly onPress: (event: KeyboardEvent) => void;
  /** Absent where there is nothing to look at. */
  readonly onLookCloser: (() => void) | undefined;
}

export function TaskRow({ task, look, nowMs, isSelected, isStop, onSelect, onPress, onLookCloser, place }: TaskRowProps) {
  const { icon, tone, title, line, mark, percent } = look;
  const end = percent ?? timeText(task.endedAtMs ?? task.startedAtMs, nowMs);
  return (
    <div className={css['row']} data-selected={isSelected} data-unread={task.isUnread}>
      <button
        ref={place}
        type="button"
        tabIndex={isStop ? 0 : -1}
        aria-current={isSelected}
        data-task={task.key}
        onClick={onSelect}
        onKeyDown={onPress}
      >
        <Icon name={icon} tone={tone} />
        <span className={css['title']}>{title}</span>
        <span className={css['end']}>{end}</span>
        {percent !== undefined && <Meter value={task.progress ?? 0} label={`${title}, ${percent}`} />}
        <span className={css['line']}>
          {mark !== undefined && <strong>{mark}</strong>} {line}
        </span>
      </button>
      {mark !== undefined && onLookCloser !== undefined && <Button onClick={onLookCloser}>{tasksText.lookCloser}</Button>}
    </div>
  );
}
