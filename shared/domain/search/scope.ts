import { homeOf } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { type Group, groupOfId, isInGroup } from '#shared/domain/organization/groups.ts';
import { type GroupItem, keyOf, type ObjectItem, type TreeItem } from '#shared/domain/tree/items.ts';
import { type Found, objectOf, type ObjectKind, objectsOf, type SearchServer } from './found.ts';

/** All that belongs to what is selected: a pool's objects, a host's VMs and stores, a store's disks, a group's members. */
export function* scopeOf(items: readonly TreeItem[], servers: readonly SearchServer[], kinds: ReadonlySet<ObjectKind>): Generator<Found> {
  const seen = new Set<string>();
  for (const item of items) {
    for (const found of membersOf(item, servers, kinds)) {
      const key = keyOf(found.item);
      if (seen.has(key) || !kinds.has(found.item.is)) continue;
      seen.add(key);
      yield found;
    }
  }
}

function* membersOf(item: TreeItem, servers: readonly SearchServer[], kinds: ReadonlySet<ObjectKind>): Generator<Found> {
  if (item.is === 'group') {
    yield* groupMembers(item, servers, kinds);
    return;
  }
  const server = servers.find(({ id }) => id === item.server);
  if (server === undefined) return;
  if (item.is === 'server' || item.is === 'pool') yield* objectsOf(server, kinds);
  else yield* objectAndParts(server, item, kinds);
}

function* groupMembers(item: GroupItem, servers: readonly SearchServer[], kinds: ReadonlySet<ObjectKind>): Generator<Found> {
  const group: Group | undefined = groupOfId(item.id);
  for (const server of servers) {
    if (item.server !== undefined && item.server !== server.id) continue;
    for (const found of objectsOf(server, kinds)) {
      // A saved search looks everywhere; which search it is, its own filter says.
      const isMember = group?.is === 'search' || (group !== undefined && isInGroup(group, { is: found.item.is, record: found.record }));
      if (isMember) yield found;
    }
  }
}

function* objectAndParts(server: SearchServer, item: ObjectItem, kinds: ReadonlySet<ObjectKind>): Generator<Found> {
  const itself = objectOf(server, item);
  if (itself !== undefined) yield itself;
  const belongs = belongsTo(server.inventory, item);
  for (const found of objectsOf(server, kinds)) if (belongs(found.item)) yield found;
}

type Belongs = (item: ObjectItem) => boolean;

function belongsTo(inventory: Inventory, whole: ObjectItem): Belongs {
  switch (whole.is) {
    case 'host':
      return isOnHost(inventory, whole.ref);
    case 'vm':
    case 'template':
    case 'snapshot':
      return isPartOfVm(inventory, whole.ref);
    case 'sr':
      return (item) => item.is === 'vdi' && inventory.vdi.get(item.ref)?.sr === whole.ref;
    case 'vdi':
      return isAmong(new Set([...inventory.vbd.values()].filter(({ vdi }) => vdi === whole.ref).map(({ vm }) => vm)));
    case 'network':
      return isAmong(new Set([...inventory.vif.values()].filter(({ network }) => network === whole.ref).map(({ vm }) => vm)));
    case 'appliance':
      return (item) => item.is === 'vm' && inventory.vm.get(item.ref)?.appliance === whole.ref;
    case 'pool':
      return () => true;
    default:
      return whole satisfies never;
  }
}

function isAmong(refs: ReadonlySet<string | null>): Belongs {
  return ({ ref }) => refs.has(ref);
}

function isOnHost(inventory: Inventory, host: RefOf<'host'>): Belongs {
  const stores = new Set([...inventory.pbd.values()].filter((pbd) => pbd.host === host).map(({ sr }) => sr));
  return (item) => {
    if (item.is === 'vm') {
      const vm = inventory.vm.get(item.ref);
      return vm !== undefined && homeOf(inventory, vm) === host;
    }
    return item.is === 'sr' && stores.has(item.ref) && inventory.sr.get(item.ref)?.isShared === false;
  };
}

function isPartOfVm(inventory: Inventory, vm: RefOf<'vm'>): Belongs {
  const disks = new Set([...inventory.vbd.values()].filter((vbd) => vbd.vm === vm && vbd.type === 'Disk').map(({ vdi }) => vdi));
  return (item) => (item.is === 'vdi' && disks.has(item.ref)) || (item.is === 'snapshot' && inventory.vm.get(item.ref)?.snapshotOf === vm);
}
