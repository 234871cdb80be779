import type { TreeItem } from '#shared/domain/tree/items.ts';
import { AlertsPanel } from '#renderer/features/alerts/AlertsPanel.tsx';
import { setAlertsOpen, useAlertsState } from '#renderer/state/alerts-store.ts';
import { select } from '#renderer/state/ui-store.ts';
import { useCommands } from '#renderer/state/command.ts';

/** The list of notifications, while it is open; what one of them is about is looked at in the window behind it. */
export function Notifications() {
  const isOpen = useAlertsState((state) => state.isOpen);
  const { start } = useCommands();
  if (!isOpen) return null;
  return <AlertsPanel onShow={show} onStart={start} onClose={() => setAlertsOpen(false)} />;
}

function show(item: TreeItem): void {
  setAlertsOpen(false);
  select(item);
}
