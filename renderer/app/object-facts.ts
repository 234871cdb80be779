import { addressesOf } from '#shared/domain/inventory/facts.ts';
import type { EditableClass } from '#shared/domain/operations/request.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { PoolRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import type { Target } from '#renderer/state/command.ts';

interface ObjectRecord {
  readonly name: string;
  readonly description: string;
  readonly uuid: string;
  readonly tags?: readonly string[];
}

export function recordOf(item: TreeItem, inventory: Inventory): ObjectRecord | undefined {
  switch (item.is) {
    case 'vm':
    case 'template':
    case 'snapshot':
      return inventory.vm.get(item.ref);
    case 'pool':
      return inventory.pool.get(item.ref);
    case 'host':
      return inventory.host.get(item.ref);
    case 'sr':
      return inventory.sr.get(item.ref);
    case 'vdi':
      return inventory.vdi.get(item.ref);
    case 'network':
      return inventory.network.get(item.ref);
    case 'appliance':
      return inventory.appliance.get(item.ref);
    case 'server':
    case 'group':
      return undefined;
    default:
      return item satisfies never;
  }
}

/** Its own name, or the address for a connection nothing is known about. */
export function nameOf({ item, server, inventory }: Target): string {
  const name = recordOf(item, inventory)?.name ?? '';
  return name === '' ? (loneHostName(inventory) ?? server.address) : name;
}

/** A host without a pool is called by its own name. */
function loneHostName(inventory: Inventory): string | undefined {
  const [only, ...others] = inventory.host.values();
  return others.length > 0 || only === undefined || only.name === '' ? undefined : only.name;
}

export function addressOf({ item, server, inventory }: Target): string | undefined {
  switch (item.is) {
    case 'server':
      return server.address;
    case 'host':
      return inventory.host.get(item.ref)?.address;
    case 'pool':
      return masterAddress(item.ref, inventory);
    case 'vm':
      return guestAddress(item.ref, inventory);
    default:
      return undefined;
  }
}

function masterAddress(ref: PoolRef, inventory: Inventory): string | undefined {
  const master = inventory.pool.get(ref)?.master ?? undefined;
  return master === undefined ? undefined : inventory.host.get(master)?.address;
}

function guestAddress(ref: VmRef, inventory: Inventory): string | undefined {
  const vm = inventory.vm.get(ref);
  return vm === undefined ? undefined : addressesOf(inventory, vm)[0];
}

/** What the object is to an edit. */
export function editedObject({ item }: Target): { readonly server: string; readonly class: EditableClass; readonly ref: string } | undefined {
  switch (item.is) {
    case 'server':
    case 'group':
      return undefined;
    case 'template':
    case 'snapshot':
      return { server: item.server, class: 'vm', ref: item.ref };
    default:
      return { server: item.server, class: item.is, ref: item.ref };
  }
}
