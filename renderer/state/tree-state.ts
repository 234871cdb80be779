import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { isThere, topItem, type TreeItem } from '#shared/domain/tree/items.ts';
import { inTreeOrder } from '#shared/domain/tree/server-order.ts';
import { inventoryStore, type InventoryState } from './inventory-store.ts';
import { useUi } from './ui-store.ts';

export function useInventory<T>(select: (state: InventoryState) => T): T {
  return useStore(inventoryStore, select);
}

/** A selected object with the server it belongs to and all that is known there. */
export interface Selection {
  readonly item: TreeItem;
  readonly server: Server;
  readonly inventory: Inventory;
}

/** What the details show: the selected object, or its pool when it has gone, or the top of the tree. */
export function useSelection(): Selection | undefined {
  const selected = useUi((state) => state.selected[0]);
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  return useMemo(() => {
    const server = servers.find((candidate) => candidate.id === selected?.server) ?? firstServer(servers, inventories);
    if (server === undefined) return undefined;
    const inventory = inventories.get(server.id) ?? emptyInventory;
    const isShown = selected !== undefined && (selected.is === 'group' || (selected.server === server.id && isThere(selected, inventory)));
    return { item: isShown ? selected : topItem(server.id, inventory), server, inventory };
  }, [selected, servers, inventories]);
}

function firstServer(servers: InventoryState['servers'], inventories: InventoryState['inventories']): Server | undefined {
  const [first] = inTreeOrder(servers.map(({ id, address }) => ({ id, address, inventory: inventories.get(id) ?? emptyInventory })));
  // The very object that is known: everything below it would be drawn anew for a copy.
  return servers.find(({ id }) => id === first?.id);
}
