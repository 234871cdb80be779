import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Alert, alertsOf } from '#shared/domain/alerts/alert.ts';
import { type Seen, seenAll, unreadCount } from '#shared/domain/alerts/arrivals.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { InventoryState } from './inventory-store.ts';
import { useInventory } from './tree-state.ts';

interface AlertsState {
  readonly seen: Seen;
  readonly isOpen: boolean;
}

const alertsStore = createStore<AlertsState>(() => ({ seen: {}, isOpen: false }));

export function useAlertsState<T>(select: (state: AlertsState) => T): T {
  return useStore(alertsStore, select);
}

export function setAlertsOpen(isOpen: boolean): void {
  alertsStore.setState({ isOpen });
}

export function setSeen(seen: Seen): void {
  alertsStore.setState({ seen });
}

/** Answers what is to be remembered of it; undefined when nothing of it is new. */
export function markSeen(alerts: readonly Alert[]): Seen | undefined {
  const { seen } = alertsStore.getState();
  if (unreadCount(alerts, seen) === 0) return undefined;
  const next = seenAll(alerts, seen);
  setSeen(next);
  return next;
}

type Messages = readonly { readonly server: string; readonly messages: Inventory['message'] }[];

let lastMessages: Messages = [];

/** The same list for as long as no message of any pool has changed, however much else does. */
function messagesOf({ servers, inventories }: Pick<InventoryState, 'servers' | 'inventories'>): Messages {
  const next = servers.flatMap(({ id }) => {
    const messages = inventories.get(id)?.message;
    return messages === undefined ? [] : [{ server: id, messages }];
  });
  const isSame =
    next.length === lastMessages.length &&
    next.every(({ server, messages }, index) => server === lastMessages[index]?.server && messages === lastMessages[index].messages);
  if (!isSame) lastMessages = next;
  return lastMessages;
}

/** Of all pools, the newest first. */
export function useAlerts(): readonly Alert[] {
  const messages = useInventory(messagesOf);
  return useMemo(() => messages.flatMap((of) => alertsOf(of.server, of.messages)).toSorted((a, b) => b.atMs - a.atMs), [messages]);
}

/** For the bell. */
export function useUnreadAlerts(): number {
  const messages = useInventory(messagesOf);
  const seen = useAlertsState((state) => state.seen);
  return useMemo(() => messages.reduce((sum, of) => sum + unreadCount(alertsOf(of.server, of.messages), seen), 0), [messages, seen]);
}
