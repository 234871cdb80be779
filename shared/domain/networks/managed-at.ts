import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { wayOfHost } from './addresses.ts';
import type { Pif } from './cards.ts';

export type AddressFamily = 'IPv4' | 'IPv6';

/** By which of its addresses a host is managed over this interface. */
export function familyOf({ primaryAddressType }: Pif): AddressFamily {
  return primaryAddressType === 'IPv6' ? 'IPv6' : 'IPv4';
}

/** The one that others can call; what an interface gives itself leads nowhere beyond its own wire. */
export function addressIn(pif: Pif, family: AddressFamily): string | undefined {
  if (family === 'IPv4') return pif.ipMode === 'None' || pif.ip === '' ? undefined : pif.ip;
  return pif.ipv6Mode === 'None' ? undefined : ipv6Of(pif)?.split('/')[0];
}

/** With the length of its network. */
export function ipv6Of({ ipv6 }: Pick<Pif, 'ipv6'>): string | undefined {
  return ipv6.find((one) => one !== '' && !/^fe[89ab]/i.test(one));
}

/** Where a host is managed over this interface. */
export function managedAt(pif: Pif): string {
  return addressIn(pif, familyOf(pif)) ?? '';
}

/** What the interface has, whichever way: IPv4 first. */
export function someAddress(pif: Pif): string | undefined {
  return addressIn(pif, 'IPv4') ?? addressIn(pif, 'IPv6');
}

interface Move {
  readonly network: RefOf<'network'>;
  /** One of several keeps to what the others go by; absent are all. */
  readonly host?: HostRef | undefined;
}

export const otherFamily = { IPv4: 'IPv6', IPv6: 'IPv4' } as const satisfies Record<AddressFamily, AddressFamily>;

/** By what hosts would be managed over a network: as they are now where they can be, else the other way where all of them can. */
export function familyOfMove(inventory: Inventory, { network, host }: Move): AddressFamily {
  const hosts = host === undefined ? [...inventory.host.keys()] : [host];
  const ways = hosts.map((ref) => wayOfHost(inventory, network, ref)?.pif);
  const now = familyNow(inventory, hosts[0]);
  // One that has been moved already cannot be asked for another.
  const settled = ways.find((pif) => pif?.isManagement === true);
  const isAlone = host !== undefined && inventory.host.size > 1;
  const possible = [...(settled === undefined ? [] : [familyOf(settled)]), now, ...(isAlone ? [] : [otherFamily[now]])];
  return possible.find((family) => ways.every((pif) => pif !== undefined && addressIn(pif, family) !== undefined)) ?? now;
}

function familyNow(inventory: Inventory, host: HostRef | undefined): AddressFamily {
  const now = [...inventory.pif.values()].find((pif) => pif.isManagement && pif.host === host);
  return now === undefined ? 'IPv4' : familyOf(now);
}
