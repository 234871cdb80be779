import { byNaturalOrder, isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { cardsOf, hasCarrier, type Pif, pifsOf } from '#shared/domain/routes/cards.ts';
import { isSameSubnet } from '#shared/domain/routes/subnet.ts';

/** An address of a host beside that of its management, and who of the pool could pass a connection on to it. */
export interface SecondWay {
  readonly address: string;
  readonly nic: string;
  /** Live members with an address in the same network. */
  readonly through: readonly HostRef[];
  /** Whether a broken management card or cable leaves it as it is. */
  readonly isOnOtherCard: boolean;
}

export interface DarkWays {
  readonly management: { readonly address: string; readonly nic: string } | undefined;
  readonly second: readonly SecondWay[];
  /** Cards with a link and without an address, the first of which would make a second way. */
  readonly spareNics: readonly string[];
}

/** How a host could be reached if its management fell silent, by what the pool knows of its interfaces. */
export function darkWays(inventory: Inventory, host: HostRef): DarkWays {
  const own = pifsOf(inventory, host).toSorted((a, b) => byNaturalOrder(a.device, b.device));
  const management = own.find(({ isManagement }) => isManagement);
  const managed = management === undefined ? new Set<string>() : cardsOf(inventory, management);
  const second = own
    .filter((pif) => !pif.isManagement && pif.isAttached && pif.ip !== '')
    .map((pif) => ({
      address: pif.ip,
      nic: nicOf(pif),
      through: membersBeside(inventory, pif),
      isOnOtherCard: [...cardsOf(inventory, pif)].some((card) => !managed.has(card)),
    }));
  const used = new Set([...managed, ...own.filter(({ ip }) => ip !== '').flatMap((pif) => [...cardsOf(inventory, pif)])]);
  const spare = own.filter((pif) => pif.isPhysical && !used.has(pif.device) && hasCarrier(inventory, pif));
  return {
    management: management === undefined ? undefined : { address: management.ip, nic: nicOf(management) },
    second: second.sort((a, b) => Number(b.isOnOtherCard) - Number(a.isOnOtherCard)),
    spareNics: spare.map(({ device }) => device),
  };
}

function membersBeside(inventory: Inventory, { host, ip, netmask }: Pif): readonly HostRef[] {
  const neighbours = [...inventory.pif.values()].filter(
    (pif) => pif.host !== null && pif.host !== host && pif.isAttached && pif.ip !== '' && isSameSubnet({ ip, netmask }, pif.ip),
  );
  return [...new Set(neighbours.flatMap((pif) => (pif.host !== null && isHostLive(inventory, pif.host) ? [pif.host] : [])))];
}

function nicOf({ device, vlan }: Pif): string {
  return vlan < 0 ? device : `${device}.${vlan}`;
}
