import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { type Alert, alertsOf } from '#shared/domain/alerts/alert.ts';
import { type Seen, severeArrivals } from '#shared/domain/alerts/arrivals.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { setSeen } from './alerts-store.ts';
import { inventoryStore, type InventoryState } from './inventory-store.ts';

const KEY = 'alerts.seen';

/** Tells of severe alerts that arrive while the window is open, and brings back which had been seen; returns how to stop. */
export function startAlertsWatch(client: Client, tell: (arrived: readonly Alert[], inventory: Inventory) => void): () => void {
  const stopListening = client.listen({
    opened: () => {
      client.call('view.get', { key: KEY }).then(
        (result) => result.ok && setSeen(seenIn(result.value.value)),
        (error: unknown) => reportError(error),
      );
    },
    event: () => undefined,
    lost: () => undefined,
  });
  const before = new Map<ServerId, Inventory['message']>();
  const stopWatching = inventoryStore.subscribe((now) => watch(now, before, tell));
  return () => {
    stopListening();
    stopWatching();
  };
}

export function keepSeen(client: Client, seen: Seen): void {
  // What could not be kept is counted as new at the next start, and does no other harm.
  client.call('view.set', { key: KEY, value: { ...seen } }).catch((error: unknown) => reportError(error));
}

function watch(
  { servers, inventories }: InventoryState,
  before: Map<ServerId, Inventory['message']>,
  tell: Parameters<typeof startAlertsWatch>[1],
): void {
  for (const { id, state } of servers) {
    const inventory = inventories.get(id);
    const known = before.get(id);
    if (state.is !== 'live' || inventory === undefined || inventory.message === known) continue;
    before.set(id, inventory.message);
    const arrived = severeArrivals(alertsOf(id, inventory.message), known);
    if (arrived.length > 0) tell(arrived, inventory);
  }
}

/** It comes from a file, which others may have written. */
function seenIn(value: unknown): Seen {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
