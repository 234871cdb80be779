import { isOrdinaryVm, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

/** Who has an address on its wire: a VM, or a card of a host. */
export type MacOwner = { readonly is: 'vm'; readonly vm: VmRef; readonly name: string } | { readonly is: 'card'; readonly name: string };

export interface MacConflict {
  readonly mac: string;
  readonly network: string;
  readonly owners: readonly MacOwner[];
}

interface Claim {
  readonly network: RefOf<'network'>;
  readonly mac: string;
  readonly owner: MacOwner;
}

/** A server takes an address twice without a word. Snapshots and templates have those of what they were made from, and do not run. */
export function macConflicts(inventory: Inventory): readonly MacConflict[] {
  const claims = Map.groupBy([...vmClaims(inventory), ...cardClaims(inventory)], ({ network, mac }) => `${network} ${mac}`);
  return [...claims.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length < 2) return [];
    return [{ mac: first.mac, network: inventory.network.get(first.network)?.name ?? '', owners: same.map(({ owner }) => owner) }];
  });
}

function vmClaims(inventory: Inventory): readonly Claim[] {
  return [...inventory.vif.values()].flatMap(({ vm, network, mac }): Claim[] => {
    const record = recordAt(inventory.vm, vm);
    if (vm === null || network === null || mac === '' || record === undefined || !isOrdinaryVm(record)) return [];
    return [{ network, mac: mac.toLowerCase(), owner: { is: 'vm', vm, name: record.name } }];
  });
}

function cardClaims(inventory: Inventory): readonly Claim[] {
  return [...inventory.pif.values()].flatMap(({ network, mac, device, host, isPhysical }): Claim[] => {
    if (network === null || mac === '' || !isPhysical) return [];
    return [{ network, mac: mac.toLowerCase(), owner: { is: 'card', name: `${device} (${recordAt(inventory.host, host)?.name ?? ''})` } }];
  });
}
