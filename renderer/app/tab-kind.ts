import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Target } from '#renderer/state/command.ts';

/** Which tab was looked at last is remembered by kind; a dark host is one of its own, for other things matter then. */
export function tabKindOf({ item, server, inventory }: Target): string {
  const isDark = item.is === 'host' && server.state.is === 'live' && !isHostLive(inventory, item.ref);
  return isDark ? 'dark-host' : item.is;
}

/** What is shown of a dark host before anything else was chosen. */
export function firstTab(kind: string): string | undefined {
  return kind === 'dark-host' ? 'recovery' : undefined;
}
