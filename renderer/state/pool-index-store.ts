import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { KeptPoolIndex } from '#shared/domain/rules/pool-index.ts';
import { inventoryStore, type InventoryState } from './inventory-store.ts';

/** Of the pools about which a rule has asked, by server. */
const kept = new Map<ServerId, KeptPoolIndex>();

/** Keeps what the rules look up equal to the pools; returns how to stop. */
export function followPoolIndexes(): () => void {
  const stop = inventoryStore.subscribe((state, before) => {
    if (state.inventories !== before.inventories) for (const id of kept.keys()) follow(id, state, before);
  });
  return () => {
    stop();
    kept.clear();
  };
}

function follow(id: ServerId, { inventories, change }: InventoryState, before: InventoryState): void {
  const index = kept.get(id);
  const inventory = inventories.get(id);
  if (index === undefined || index.inventory === inventory) return;
  const isNext = change?.is === 'delta' && change.server === id && before.inventories.get(id) === index.inventory;
  if (isNext && inventory !== undefined) index.apply(inventory, change.delta);
  else kept.delete(id);
}

/** undefined for a picture that is not the present one. */
export function poolIndexOf(server: ServerId, inventory: Inventory): KeptPoolIndex | undefined {
  const known = kept.get(server);
  if (known?.inventory === inventory) return known;
  if (inventoryStore.getState().inventories.get(server) !== inventory) return undefined;
  const index = new KeptPoolIndex(inventory);
  kept.set(server, index);
  return index;
}
