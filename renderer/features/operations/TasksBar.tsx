import type { ReactNode } from 'react';
import type { TaskCounts } from '#shared/domain/tasks/task-counts.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './TasksBar.module.css';

export interface TasksBarProps {
  readonly counts: TaskCounts;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Between the counts and the button that opens and folds. */
  readonly children?: ReactNode;
}

/** The strip along the foot of the window, and the head of the drawer when that is open. */
export function TasksBar({ counts, isOpen, onToggle, children }: TasksBarProps) {
  const { running, failed, doneToday } = counts;
  return (
    <header className={css['bar']} data-open={isOpen}>
      <h2>
        <Icon name="tasks" />
        {tasksText.title}
      </h2>
      <output className={css['counts']}>
        {running > 0 && <StatusWord icon="refresh" tone="info" word={tasksText.running(running)} />}
        {failed > 0 && <StatusWord icon="error" tone="danger" word={tasksText.failed(failed)} />}
        {doneToday > 0 && <StatusWord icon="ok" tone="ok" word={tasksText.doneToday(doneToday)} />}
        {running + failed + doneToday === 0 && <span>{tasksText.nothing}</span>}
      </output>
      {children}
      <Button kind="quiet" shape="icon" label={isOpen ? tasksText.fold : tasksText.open} onClick={onToggle}>
        <Icon name={isOpen ? 'chevronDown' : 'chevronUp'} />
      </Button>
    </header>
  );
}
