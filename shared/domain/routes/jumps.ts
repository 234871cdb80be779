import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { hasCarrier, type Pif, pifsOf } from './cards.ts';
import { linkLocalOf } from './link-local.ts';
import { isSamePrefix, isSameSubnet } from './subnet.ts';
import type { Target } from './targets.ts';

/** A member of the pool to go over. */
export interface Jump {
  readonly host: HostRef;
  readonly isLiveWithLink: boolean;
  /** It stands in no subnet of the target, and has to find a router. */
  readonly isRouted: boolean;
}

/** Of members that could only try their router, so many are worth trying. */
const MOST_ROUTED = 3;

/** Every live member with a leg in the target's subnet; where there is none, a few that may know a router. */
export function jumpsTo(inventory: Inventory, host: HostRef, target: Target): readonly Jump[] {
  const members = liveMembers(inventory, host);
  const neighbours = members.flatMap((member) => {
    const leg = pifsOf(inventory, member).find((pif) => isNeighbour(target, pif));
    return leg === undefined ? [] : [{ host: member, isLiveWithLink: hasCarrier(inventory, leg), isRouted: false }];
  });
  const isRoutable = (target.pif?.gateway ?? '') !== '' || (target.pif?.ipv6Gateway ?? '') !== '';
  if (neighbours.length > 0 || !isRoutable) return neighbours;
  return members.slice(0, MOST_ROUTED).map((member) => ({ host: member, isLiveWithLink: false, isRouted: true }));
}

/** The address each bridge of the host gives itself, from every live member on the same network. */
export function linkLocalWays(inventory: Inventory, host: HostRef): readonly { readonly target: Target; readonly jump: Jump }[] {
  return pifsOf(inventory, host)
    .filter((pif) => pif.ipMode !== 'None' && pif.ipMode !== '')
    .flatMap((pif) => liveMembers(inventory, host).flatMap((member) => linkLocalWay(inventory, pif, member)));
}

function linkLocalWay(inventory: Inventory, pif: Pif, member: HostRef): readonly { readonly target: Target; readonly jump: Jump }[] {
  const address = linkLocalOf(pif.mac);
  const leg = pifsOf(inventory, member).find((other) => other.network === pif.network && other.isAttached);
  const bridge = pif.network === null ? undefined : inventory.network.get(pif.network)?.bridge;
  if (address === undefined || leg === undefined || bridge === undefined || bridge === '') return [];
  const target: Target = { address: `${address}%${bridge}`, isManagement: pif.isManagement, pif, mode: 'unknown' };
  return [{ target, jump: { host: member, isLiveWithLink: hasCarrier(inventory, leg), isRouted: false } }];
}

function liveMembers(inventory: Inventory, host: HostRef): readonly HostRef[] {
  return [...inventory.host.keys()].filter((member) => member !== host && isHostLive(inventory, member));
}

function isNeighbour(target: Target, leg: Pif): boolean {
  if (!leg.isAttached) return false;
  const { pif } = target;
  if (target.address.includes(':')) {
    const own = pif?.ipv6.find((address) => address.split('/')[0] === target.address) ?? target.address;
    return leg.ipv6.some((other) => isSamePrefix(own, other));
  }
  if (leg.ip === '') return false;
  return pif === undefined || pif.netmask === ''
    ? isSameSubnet(leg, target.address)
    : isSameSubnet({ ip: target.address, netmask: pif.netmask }, leg.ip);
}
