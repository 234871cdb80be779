import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { isThere, topItem, type TreeItem } from '#shared/domain/tree/items.ts';
import { inTreeOrder, type TreeRow, type TreeServer, treeRows } from '#shared/domain/tree/rows.ts';
import { inventoryStore, type InventoryState } from './inventory-store.ts';
import { useUi } from './ui-store.ts';

export function useInventory<T>(select: (state: InventoryState) => T): T {
  return useStore(inventoryStore, select);
}

export function useTreeRows(): readonly TreeRow[] {
  const servers = useTreeServers();
  const folded = useUi((state) => state.folded);
  const filter = useUi((state) => state.filter);
  return useMemo(() => treeRows(servers, { folded, filter }), [servers, folded, filter]);
}

function useTreeServers(): readonly TreeServer[] {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  return useMemo(
    () => servers.map(({ id, address, state }) => ({ id, address, state: state.is, inventory: inventories.get(id) ?? emptyInventory })),
    [servers, inventories],
  );
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
  const shown = useTreeServers();
  return useMemo(() => {
    const top = shown.find((candidate) => candidate.id === selected?.server) ?? inTreeOrder(shown)[0];
    const server = servers.find((candidate) => candidate.id === top?.id);
    if (top === undefined || server === undefined) return undefined;
    const { inventory } = top;
    const isShown = selected?.server === server.id && isThere(selected, inventory);
    return { item: isShown ? selected : topItem(server.id, inventory), server, inventory };
  }, [selected, servers, shown]);
}
