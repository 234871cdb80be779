import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { membersFirst, wayOfHost } from '#shared/domain/networks/addresses.ts';
import { familyOf, familyOfMove } from '#shared/domain/networks/managed-at.ts';
import type { HostAddress, NetworkRequestOf } from './network-request.ts';
import { xe } from './xe-line.ts';

export function addressLines({ network, addresses }: NetworkRequestOf<'network.address'>, inventory: Inventory): readonly string[] {
  const order = membersFirst(
    inventory,
    addresses.map(({ host }) => host),
  );
  return order.flatMap((host) => {
    const wished = addresses.find((address) => address.host === host);
    const uuid = wayOfHost(inventory, network, host)?.pif.uuid ?? '';
    return wished === undefined ? [] : [xe('pif-reconfigure-ip', { uuid, ...parametersOf(wished) }), ...ipv6Lines(uuid, wished)];
  });
}

function parametersOf({ mode, ip, netmask, gateway, dns }: HostAddress): Readonly<Record<string, string>> {
  return mode === 'Static' ? { mode: 'static', IP: ip, netmask, gateway, DNS: dns } : { mode: mode.toLowerCase() };
}

function ipv6Lines(uuid: string, { ipv6, dns }: HostAddress): readonly string[] {
  if (ipv6 === undefined) return [];
  const { mode, address, gateway } = ipv6;
  const fixed = mode === 'Static' ? { IPv6: address, gateway, DNS: dns } : {};
  return [xe('pif-reconfigure-ipv6', { uuid, mode: mode.toLowerCase(), ...fixed })];
}

export function moveLines({ network, host }: NetworkRequestOf<'network.move-management'>, inventory: Inventory): readonly string[] {
  const family = familyOfMove(inventory, { network, host });
  const ways = (host === undefined ? [...inventory.host.keys()] : [host]).flatMap((ref) => wayOfHost(inventory, network, ref)?.pif ?? []);
  const kinds = ways
    .filter((pif) => familyOf(pif) !== family)
    .map(({ uuid }) => xe('pif-set-primary-address-type', { uuid, primary_address_type: family.toLowerCase() }));
  if (host === undefined) return [...kinds, xe('pool-management-reconfigure', { 'network-uuid': inventory.network.get(network)?.uuid ?? '' })];
  return [...kinds, xe('host-management-reconfigure', { 'pif-uuid': wayOfHost(inventory, network, host)?.pif.uuid ?? '' })];
}
