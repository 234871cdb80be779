import { TasksDrawer } from '#renderer/features/operations/TasksDrawer.tsx';
import { useCommands } from '#renderer/state/command.ts';
import { select, toggleDrawer, useUi } from '#renderer/state/ui-store.ts';

/** The strip at the foot of the window, and the drawer it opens. */
export function TasksPane() {
  const isOpen = useUi((state) => state.isDrawerOpen);
  const { start } = useCommands();
  return <TasksDrawer isOpen={isOpen} onToggle={toggleDrawer} onStart={start} onShow={select} />;
}
