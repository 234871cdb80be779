import { useMemo } from 'react';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { isThere, type TreeItem } from '#shared/domain/tree/items.ts';
import type { Target } from './command.ts';
import { inventoryStore, type InventoryState } from './inventory-store.ts';
import { useInventory, useSelection } from './tree-state.ts';
import { useUi } from './ui-store.ts';

type Known = Pick<InventoryState, 'servers' | 'inventories'>;

/** Every selected object that still exists, the focused one first; what the details fall back to when nothing does. */
export function useTargets(): readonly Target[] {
  const selected = useUi((state) => state.selected);
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const shown = useSelection();
  return useMemo(() => {
    const targets = targetsOf(selected, { servers, inventories });
    const isFallback = targets.length === 0 && !selected.some((item) => item.is === 'group');
    return isFallback && shown !== undefined ? [shown] : targets;
  }, [selected, servers, inventories, shown]);
}

/** What these are now; what is gone is not among them. */
export function useTargetsOf(items: readonly TreeItem[]): readonly Target[] {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  return useMemo(() => targetsOf(items, { servers, inventories }), [items, servers, inventories]);
}

/** Groups are no objects: they belong to a view, not to a server. */
export function targetsOf(items: readonly TreeItem[], { servers, inventories }: Known): readonly Target[] {
  const known = new Map<string, Known['servers'][number]>(servers.map((server) => [server.id, server]));
  return items.flatMap((item) => {
    const server = item.is === 'group' ? undefined : known.get(item.server);
    if (server === undefined) return [];
    const inventory = inventories.get(server.id) ?? emptyInventory;
    return isThere(item, inventory) ? [{ item, server, inventory }] : [];
  });
}

/** For going back to what was looked at before. */
export function isThereNow(item: TreeItem): boolean {
  return item.is === 'group' || targetsOf([item], inventoryStore.getState()).length > 0;
}
