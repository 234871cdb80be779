import type { RefOf } from '#shared/domain/inventory/watched.ts';

export type BondMode = 'balance-slb' | 'active-backup' | 'lacp';
/** What LACP shares the ports by. */
export type BondHashing = 'src_mac' | 'tcpudp_ports';

/** How machines get out of it: not at all, by a tag on a card that every host has, or over cards bonded for it on every host. */
export type Uplink =
  | { readonly is: 'none' }
  | { readonly is: 'vlan'; readonly device: string; readonly tag: number }
  | { readonly is: 'bond'; readonly devices: readonly string[]; readonly mode: BondMode; readonly hashing?: BondHashing | undefined };

/** What can be had done with networks. */
export type NetworkRequest =
  | {
      readonly kind: 'network.create';
      readonly server: string;
      readonly name: string;
      readonly description: string;
      readonly mtu: number;
      /** New machines get a card in it without being asked. */
      readonly isAutomatic: boolean;
      readonly uplink: Uplink;
    }
  /** With the tags or bonds that lead to it. */
  | { readonly kind: 'network.destroy'; readonly server: string; readonly network: RefOf<'network'> };

export type NewNetworkRequest = Extract<NetworkRequest, { uplink: Uplink }>;

export function isNetworkRequest(request: { readonly kind: string }): request is NetworkRequest {
  return request.kind.startsWith('network.');
}
