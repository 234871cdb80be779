import { homeOf } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { groupOfId, isInGroup } from '#shared/domain/organization/groups.ts';
import { type GroupItem, keyOf, type ObjectItem, type TreeItem } from '#shared/domain/tree/items.ts';
import { type Found, type ObjectKind, objectsOf, type SearchServer } from './found.ts';

/** All that belongs to what is selected: a pool's objects, a host's VMs and stores, a store's disks, a group's members. */
export interface Scope {
  has(found: Found): boolean;
  /** All of them, one at a time, because there may be very many. */
  founds(): Generator<Found>;
  /** Whether what belongs to it hangs on drives or network cards, of which it has looked at all. */
  readonly hangsOnDevices: boolean;
}

type Whole = Exclude<ObjectItem, { readonly is: 'pool' }>;

export function createScope(items: readonly TreeItem[], servers: readonly SearchServer[], kinds: ReadonlySet<ObjectKind>): Scope {
  const groups = items.filter((item): item is GroupItem => item.is === 'group');
  const connections = new Set(items.flatMap((item) => (item.is === 'server' || item.is === 'pool' ? item.server : [])));
  const wholes = items.filter((item): item is Whole => item.is !== 'group' && item.is !== 'server' && item.is !== 'pool');
  const own = new Set(items.map(keyOf));
  const parts = new Map(
    [...Map.groupBy(wholes, ({ server }) => server)].flatMap(([id, of]) => {
      const inventory = servers.find((server) => server.id === id)?.inventory;
      return inventory === undefined ? [] : [[id, createParts(of, inventory)] as const];
    }),
  );

  function has(found: Found): boolean {
    const { item } = found;
    if (!kinds.has(item.is)) return false;
    if (connections.has(item.server) || own.has(keyOf(item))) return true;
    return groups.some((group) => isMember(group, found)) || parts.get(item.server)?.has(found) === true;
  }

  return {
    has,
    hangsOnDevices: wholes.some(({ is }) => is !== 'host' && is !== 'sr' && is !== 'appliance'),
    *founds() {
      for (const server of servers) for (const found of objectsOf(server, kinds)) if (has(found)) yield found;
    },
  };
}

function isMember(item: GroupItem, { item: { is }, record, server }: Found): boolean {
  if (item.server !== undefined && item.server !== server.id) return false;
  const group = groupOfId(item.id);
  // A saved search looks everywhere; which search it is, its own filter says.
  return group?.is === 'search' || (group !== undefined && isInGroup(group, { is, record }));
}

interface Parts {
  has(found: Found): boolean;
}

/** What the selected objects of one server are made of or used by. */
function createParts(wholes: readonly Whole[], inventory: Inventory): Parts {
  const refs = (...kinds: readonly Whole['is'][]): ReadonlySet<string | null> =>
    new Set(wholes.flatMap(({ is, ref }): readonly string[] => (kinds.includes(is) ? [ref] : [])));
  const [hosts, vms, srs, vdis] = [refs('host'), refs('vm', 'template', 'snapshot'), refs('sr'), refs('vdi')];
  const [networks, appliances] = [refs('network'), refs('appliance')];
  const disks = usedBy(inventory, vms);
  const users = new Set([...usersOfDisks(inventory, vdis), ...usersOfNetworks(inventory, networks)]);
  const stores = new Set([...inventory.pbd.values()].filter(({ host }) => hosts.has(host)).map(({ sr }) => sr));

  function hasVm({ item, server }: Found, ref: RefOf<'vm'>): boolean {
    if (users.has(ref)) return true;
    const vm = server.inventory.vm.get(ref);
    if (vm === undefined) return false;
    if (item.is === 'snapshot') return vms.has(vm.snapshotOf);
    if (item.is !== 'vm') return false;
    return (vm.appliance !== null && appliances.has(vm.appliance)) || (hosts.size > 0 && hosts.has(homeOf(server.inventory, vm) ?? null));
  }

  return {
    has(found) {
      const { item, server } = found;
      switch (item.is) {
        case 'vm':
        case 'template':
        case 'snapshot':
          return hasVm(found, item.ref);
        case 'vdi':
          return disks.has(item.ref) || srs.has(server.inventory.vdi.get(item.ref)?.sr ?? null);
        case 'sr':
          return stores.has(item.ref) && server.inventory.sr.get(item.ref)?.isShared === false;
        default:
          return false;
      }
    },
  };
}

type Refs = ReadonlySet<string | null>;

function usedBy(inventory: Inventory, vms: Refs): Refs {
  if (vms.size === 0) return new Set();
  return new Set([...inventory.vbd.values()].flatMap(({ vm, type, vdi }) => (type === 'Disk' && vdi !== null && vms.has(vm) ? [vdi] : [])));
}

function usersOfDisks(inventory: Inventory, vdis: Refs): readonly (string | null)[] {
  return vdis.size === 0 ? [] : [...inventory.vbd.values()].flatMap(({ vdi, vm }) => (vdi !== null && vdis.has(vdi) ? [vm] : []));
}

function usersOfNetworks(inventory: Inventory, networks: Refs): readonly (string | null)[] {
  return networks.size === 0 ? [] : [...inventory.vif.values()].flatMap(({ network, vm }) => (network !== null && networks.has(network) ? [vm] : []));
}
