import type { KeyboardEvent, PointerEvent } from 'react';
import { frameText } from '#shared/text/frame-text.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { setDrawerHeight, useUi } from '#renderer/state/ui-store.ts';
import { TasksPane } from '../TasksPane.tsx';
import css from './TasksPart.module.css';

/** A step of the keyboard. */
const STEP = 24;

/** The strip of tasks along the foot of the window; open, it is as high as it was left. */
export function TasksPart() {
  const isOpen = useUi((state) => state.isDrawerOpen);
  const height = useUi((state) => state.drawerHeight);
  return (
    <section
      className={css['part']}
      aria-label={tasksText.list}
      data-region="tasks"
      data-open={isOpen}
      style={isOpen ? { blockSize: `min(${height}px, 60vh)` } : undefined}
    >
      {isOpen && <Handle height={height} />}
      <TasksPane />
    </section>
  );
}

function Handle({ height }: { readonly height: number }) {
  function drag(event: PointerEvent<HTMLElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) setDrawerHeight(height - event.movementY);
  }
  function press(event: KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? STEP : event.key === 'ArrowDown' ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    setDrawerHeight(height + by);
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that can be moved is a control
    <hr
      className={css['handle']}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a separator that can be moved is a control
      tabIndex={0}
      aria-label={frameText.tasksHeight}
      aria-orientation="horizontal"
      aria-valuenow={height}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
