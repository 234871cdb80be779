import { useCallback, useSyncExternalStore } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { type Capacity, KeptCapacity } from '#shared/domain/capacity/kept-capacity.ts';
import type { WorthALook } from '#shared/domain/capacity/worth-a-look.ts';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { inventoryStore, type InventoryState } from './inventory-store.ts';

interface Watched {
  capacity: KeptCapacity;
  readonly listeners: Set<() => void>;
}

/** Of the pools somebody looks at: summing one up takes a look at every VM, following it does not. */
const watched = new Map<ServerId, Watched>();

export function useCapacity(server: ServerId): Capacity {
  return useSyncExternalStore(useWatch(server), () => keptNow(server).capacity);
}

export function useWorthALook(server: ServerId, nowMs: number): WorthALook {
  return useSyncExternalStore(useWatch(server), () => keptNow(server).worthALook(nowMs));
}

function useWatch(server: ServerId): (tell: () => void) => () => void {
  return useCallback((tell) => watch(server, tell), [server]);
}

function watch(server: ServerId, tell: () => void): () => void {
  keptNow(server);
  const own = watched.get(server);
  own?.listeners.add(tell);
  const stop = inventoryStore.subscribe((state, before) => {
    if (own !== undefined) follow(server, own, { state, before });
    tell();
  });
  return () => {
    stop();
    own?.listeners.delete(tell);
    if (own?.listeners.size === 0) watched.delete(server);
  };
}

function keptNow(server: ServerId): KeptCapacity {
  const inventory = inventoryOf(inventoryStore.getState(), server);
  const known = watched.get(server) ?? { capacity: new KeptCapacity(inventory), listeners: new Set() };
  watched.set(server, known);
  if (known.capacity.inventory !== inventory) known.capacity = new KeptCapacity(inventory);
  return known.capacity;
}

/** The first of several listeners takes the change; for the others there is nothing left to do. */
function follow(server: ServerId, own: Watched, { state, before }: { readonly state: InventoryState; readonly before: InventoryState }): void {
  const { change } = state;
  const isNext = change?.is === 'delta' && change.server === server && inventoryOf(before, server) === own.capacity.inventory;
  if (isNext) own.capacity.apply(inventoryOf(state, server), change.delta);
}

function inventoryOf({ inventories }: Pick<InventoryState, 'inventories'>, server: ServerId) {
  return inventories.get(server) ?? emptyInventory;
}
