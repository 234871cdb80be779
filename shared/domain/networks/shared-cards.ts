import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, Vm } from '#shared/domain/inventory/watched.ts';

/** Networks in which machines get parts of a card of their host, with a tag or without. */
export function sharedNetworks(inventory: Inventory): ReadonlySet<RefOf<'network'>> {
  const found = new Set<RefOf<'network'>>();
  if (inventory.sriov.size === 0) return found;
  for (const pif of inventory.pif.values()) {
    const tagged = pif.vlanMasterOf === null ? null : (inventory.vlan.get(pif.vlanMasterOf)?.taggedPif ?? null);
    const below = tagged === null ? pif : inventory.pif.get(tagged);
    if (pif.network !== null && below !== undefined && below.sriovLogicalOf.length > 0) found.add(pif.network);
  }
  return found;
}

/** The name of the first of them that the machine has a card in. */
export function sharedNetworkOf(inventory: Inventory, vm: Vm): string | undefined {
  const networks = sharedNetworks(inventory);
  if (networks.size === 0) return undefined;
  for (const vif of inventory.vif.values()) {
    const isShared = vif.network !== null && networks.has(vif.network);
    if (isShared && vif.vm !== null && inventory.vm.get(vif.vm) === vm) return inventory.network.get(vif.network)?.name ?? '';
  }
  return undefined;
}
