import { formatAddress, parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';

/**
 * Where a pool may be asked for, in two rounds: first where it answered last, then every member it has now.
 * A host that is not in the pool any more is a master of its own with the same password, so only the current
 * members count; the address the user typed stays, because hosts may name addresses that do not lead here.
 */
export interface Candidates {
  readonly first: readonly ServerAddress[];
  readonly others: readonly ServerAddress[];
}

export function candidatesOf(typed: ServerAddress, inventory: Inventory): Candidates {
  const master = onlyPool(inventory)?.pool.master ?? null;
  const last = master === null ? undefined : addressOf(inventory, master);
  const first = distinct([...(last === undefined ? [] : [last]), typed], new Set());
  // An address that is being changed is in the record of the interface before the host has taken it.
  const interfaces = [...inventory.pif.values()].flatMap(({ isManagement, ip }) => (isManagement && ip !== '' ? (parseAddress(ip) ?? []) : []));
  const members = [...[...inventory.host.keys()].flatMap((ref) => addressOf(inventory, ref) ?? []), ...interfaces];
  return { first, others: distinct(members, new Set(first.map(formatAddress))) };
}

export function addressOf(inventory: Inventory, host: HostRef): ServerAddress | undefined {
  return parseAddress(inventory.host.get(host)?.address ?? '');
}

export function hostAt(inventory: Inventory, address: string): HostRef | undefined {
  for (const ref of inventory.host.keys()) {
    const its = addressOf(inventory, ref);
    if (its !== undefined && formatAddress(its) === address) return ref;
  }
  return undefined;
}

function distinct(addresses: readonly ServerAddress[], seen: Set<string>): readonly ServerAddress[] {
  return addresses.filter((address) => {
    const key = formatAddress(address);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
