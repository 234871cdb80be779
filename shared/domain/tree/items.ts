import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef, PoolRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';

/** What a row of the tree stands for; a `server` is a connection nothing is known about yet. */
export type TreeItem =
  | { readonly is: 'server'; readonly server: string }
  | { readonly is: 'pool'; readonly server: string; readonly ref: PoolRef }
  | { readonly is: 'host'; readonly server: string; readonly ref: HostRef }
  | { readonly is: 'vm'; readonly server: string; readonly ref: VmRef };

/** The same for as long as the object exists. */
export function keyOf(item: TreeItem): string {
  return item.is === 'server' ? item.server : `${item.server}/${item.ref}`;
}

/** What stands for a whole connection: its pool, or its host when that is in no pool. */
export function topItem(server: string, inventory: Inventory): TreeItem {
  const top = onlyPool(inventory);
  if (top === undefined) return { is: 'server', server };
  const [host] = inventory.host.keys();
  // A nameless pool of one is what servers call a host that is in no pool.
  const isStandalone = top.pool.name === '' && inventory.host.size === 1 && host !== undefined;
  return isStandalone ? { is: 'host', server, ref: host } : { is: 'pool', server, ref: top.ref };
}

export function isThere(item: TreeItem, inventory: Inventory): boolean {
  switch (item.is) {
    case 'server':
      return onlyPool(inventory) === undefined;
    case 'pool':
      return inventory.pool.has(item.ref);
    case 'host':
      return inventory.host.has(item.ref);
    case 'vm':
      return inventory.vm.has(item.ref);
    default:
      return item satisfies never;
  }
}
