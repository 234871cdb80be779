import { isIpAddress } from '#shared/domain/address/ip-address.ts';
import { isBeside } from '#shared/domain/address/subnet.ts';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import type { StorageSource } from './source.ts';

/** How a host gets to one address of a server or array. */
export interface Way {
  readonly address: string;
  readonly network: string;
  readonly device: string;
  readonly mtu: number;
  /** No router is between. */
  readonly isDirect: boolean;
  /** What the pool is managed over goes the same way. */
  readonly isManagement: boolean;
}

export interface HostWays {
  readonly host: HostRef;
  readonly name: string;
  readonly ways: readonly Way[];
  readonly isMultipathing: boolean;
}

export type WayDoubt =
  /** Large packets of one host are dropped on the way to another. */
  | { readonly is: 'different-mtu'; readonly hosts: readonly { readonly name: string; readonly mtu: number }[] }
  /** These go through a router, and others do not. */
  | { readonly is: 'some-routed'; readonly hosts: readonly string[]; readonly network: string }
  /** Nobody has an address beside the storage, or only that of the management. */
  | { readonly is: 'over-management' }
  /** Several portals, and hosts that would use only one. */
  | { readonly is: 'one-path'; readonly hosts: readonly string[]; readonly portals: number };

/** Addresses a host talks to for this storage; names stay out, for what they stand for is known on the host only. */
export function addressesOf(source: StorageSource): readonly string[] {
  switch (source.kind) {
    case 'nfs':
    case 'nfs-iso':
      return numeric([source.server]);
    case 'iscsi':
      return numeric(source.target.split(','));
    case 'smb':
    case 'smb-iso':
      return numeric([source.share.split('\\').find((part) => part !== '') ?? '']);
    default:
      return [];
  }
}

function numeric(hosts: readonly string[]): readonly string[] {
  return [...new Set(hosts.map((host) => host.trim()).filter((host) => isIpAddress(host, 4)))];
}

/** What each host would use, by its own cards: what its records say, before anything is tried. */
export function waysTo(inventory: Inventory, addresses: readonly string[]): readonly HostWays[] {
  if (addresses.length === 0) return [];
  const hosts = [...inventory.host].map(([host, { name, isMultipathing }]) => {
    const cards = [...inventory.pif.values()].filter((pif) => pif.host === host && pif.isAttached && pif.ip !== '');
    return { host, name, isMultipathing, ways: addresses.flatMap((address) => wayTo(inventory, cards, address)) };
  });
  return hosts.toSorted((a, b) => byNaturalOrder(a.name, b.name));
}

function wayTo(inventory: Inventory, cards: readonly RecordOf<'pif'>[], address: string): readonly Way[] {
  const beside = cards.find((card) => isBeside(address, card));
  const card = beside ?? cards.find(({ isManagement }) => isManagement);
  if (card === undefined) return [];
  const network = card.network === null ? undefined : inventory.network.get(card.network);
  const { device, mtu, isManagement } = card;
  return [{ address, network: network?.name ?? device, device, mtu, isDirect: beside !== undefined, isManagement }];
}

/** What somebody should know of these ways before the storage is made. */
export function waysDoubts(hosts: readonly HostWays[]): readonly WayDoubt[] {
  const doubts: WayDoubt[] = [];
  const mtus = hosts.flatMap(({ name, ways }) => (ways.length === 0 ? [] : [{ name, mtu: Math.min(...ways.map(({ mtu }) => mtu)) }]));
  if (new Set(mtus.map(({ mtu }) => mtu)).size > 1) doubts.push({ is: 'different-mtu', hosts: mtus });
  const isRouted = ({ ways }: HostWays): boolean => ways.some(({ isDirect }) => !isDirect);
  const routed = hosts.filter(isRouted);
  const [direct] = hosts.flatMap(({ ways }) => ways.filter((way) => way.isDirect && !way.isManagement));
  if (routed.length > 0 && direct !== undefined) doubts.push({ is: 'some-routed', hosts: routed.map(({ name }) => name), network: direct.network });
  const used = hosts.flatMap(({ ways }) => ways);
  if (used.length > 0 && used.every(({ isManagement }) => isManagement)) doubts.push({ is: 'over-management' });
  return doubts;
}

export function pathDoubts(hosts: readonly HostWays[], portals: number): readonly WayDoubt[] {
  const single = hosts.filter(({ isMultipathing }) => !isMultipathing).map(({ name }) => name);
  return portals > 1 && single.length > 0 ? [{ is: 'one-path', hosts: single, portals }] : [];
}
