import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, PoolRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';

/** An object of a pool. Templates and snapshots are VMs only to the server. */
export type ObjectItem =
  | { readonly is: 'pool'; readonly server: string; readonly ref: PoolRef }
  | { readonly is: 'host'; readonly server: string; readonly ref: HostRef }
  | { readonly is: 'vm' | 'template' | 'snapshot'; readonly server: string; readonly ref: VmRef }
  | { readonly is: 'sr'; readonly server: string; readonly ref: RefOf<'sr'> }
  | { readonly is: 'vdi'; readonly server: string; readonly ref: RefOf<'vdi'> }
  | { readonly is: 'network'; readonly server: string; readonly ref: RefOf<'network'> }
  | { readonly is: 'appliance'; readonly server: string; readonly ref: RefOf<'appliance'> };

/** A container that only a view of the tree has: a type, a folder, a tag. It may hold objects of many servers. */
export interface GroupItem {
  readonly is: 'group';
  readonly id: string;
  readonly server?: string | undefined;
}

/** What a person can select; a `server` is a connection nothing is known about yet. */
export type TreeItem = { readonly is: 'server'; readonly server: string } | ObjectItem | GroupItem;

/** The same for as long as the object exists. */
export function keyOf(item: TreeItem): string {
  switch (item.is) {
    case 'server':
      return item.server;
    case 'group':
      return item.id;
    default:
      return `${item.server}/${item.ref}`;
  }
}

/** What stands for a whole connection: its pool, or its host when that is in no pool. */
export function topItem(server: string, inventory: Inventory): Exclude<TreeItem, GroupItem> {
  const top = onlyPool(inventory);
  if (top === undefined) return { is: 'server', server };
  const [host] = inventory.host.keys();
  // A nameless pool of one is what servers call a host that is in no pool.
  const isStandalone = top.pool.name === '' && inventory.host.size === 1 && host !== undefined;
  return isStandalone ? { is: 'host', server, ref: host } : { is: 'pool', server, ref: top.ref };
}

export function vmItem(server: string, ref: VmRef, vm: Vm): ObjectItem {
  return { is: vm.isSnapshot ? 'snapshot' : vm.isTemplate ? 'template' : 'vm', server, ref };
}

/** Whether the inventory of the item's server has it; a group is the view's own, and its inventory cannot tell. */
export function isThere(item: TreeItem, inventory: Inventory): boolean {
  switch (item.is) {
    case 'server':
      return onlyPool(inventory) === undefined;
    case 'group':
      return true;
    case 'vm':
    case 'template':
    case 'snapshot':
      return inventory.vm.has(item.ref);
    case 'pool':
      return inventory.pool.has(item.ref);
    case 'host':
      return inventory.host.has(item.ref);
    case 'sr':
      return inventory.sr.has(item.ref);
    case 'vdi':
      return inventory.vdi.has(item.ref);
    case 'network':
      return inventory.network.has(item.ref);
    case 'appliance':
      return inventory.appliance.has(item.ref);
    default:
      return item satisfies never;
  }
}
