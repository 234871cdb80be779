import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';

export type BondMode = 'balance-slb' | 'active-backup' | 'lacp';
/** What LACP shares the ports by. */
export type BondHashing = 'src_mac' | 'tcpudp_ports';

/**
 * How machines get out of it: not at all, by a tag on a card that every host has, over cards bonded for it on every host,
 * or each over a part of a card that SR-IOV gives it alone.
 */
export type Uplink =
  | { readonly is: 'none' }
  | { readonly is: 'vlan'; readonly device: string; readonly tag: number }
  | { readonly is: 'bond'; readonly devices: readonly string[]; readonly mode: BondMode; readonly hashing?: BondHashing | undefined }
  | { readonly is: 'sriov'; readonly device: string };

/** What a network is meant for, where other clients read it too; that it carries the management traffic shows in its interfaces. */
export type NetworkPurpose = 'storage' | 'migration' | 'backup';

/** The address one host is to have on a network. */
export interface HostAddress {
  readonly host: HostRef;
  readonly mode: 'None' | 'DHCP' | 'Static';
  readonly ip: string;
  readonly netmask: string;
  readonly gateway: string;
  /** Comma between them. */
  readonly dns: string;
  /** Absent where IPv6 stays as it is. */
  readonly ipv6?: { readonly mode: 'None' | 'DHCP' | 'Static' | 'Autoconf'; readonly address: string; readonly gateway: string } | undefined;
}

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
  /** What is left out stays as it is. */
  | {
      readonly kind: 'network.configure';
      readonly server: string;
      readonly network: RefOf<'network'>;
      readonly mtu?: number | undefined;
      readonly isAutomatic?: boolean | undefined;
      readonly purposes?: readonly NetworkPurpose[] | undefined;
    }
  /** The bonds that lead to it, on every host. */
  | {
      readonly kind: 'network.set-bond';
      readonly server: string;
      readonly network: RefOf<'network'>;
      readonly mode: BondMode;
      readonly hashing?: BondHashing | undefined;
    }
  /** Host after host, the master last. */
  | {
      readonly kind: 'network.address';
      readonly server: string;
      readonly network: RefOf<'network'>;
      readonly addresses: readonly HostAddress[];
      /** What every host must reach from its new address, such as the portal of an array. */
      readonly target?: string | undefined;
      /** A host may be cut off for good: there is no second way to it, or nothing on it takes the change back. */
      readonly insists: boolean;
    }
  /** A network with an address of every host, out of one card or several bonded ones, with a tag or without. */
  | {
      readonly kind: 'network.build-storage';
      readonly server: string;
      readonly name: string;
      readonly devices: readonly string[];
      readonly mode: BondMode;
      readonly hashing?: BondHashing | undefined;
      readonly tag?: number | undefined;
      readonly mtu: number;
      readonly addresses: readonly HostAddress[];
      readonly target?: string | undefined;
    }
  /** The management traffic goes over this network from now on: of one host, or of every one. */
  | {
      readonly kind: 'network.move-management';
      readonly server: string;
      readonly network: RefOf<'network'>;
      readonly host?: HostRef | undefined;
      readonly insists: boolean;
    }
  /** Cards that were put in since a host has started to look. */
  | { readonly kind: 'network.rescan'; readonly server: string; readonly host: HostRef }
  /** What leads into it and is not plugged in, on every host. */
  | { readonly kind: 'network.plug'; readonly server: string; readonly network: RefOf<'network'> }
  /** With the tags or bonds that lead to it. */
  | { readonly kind: 'network.destroy'; readonly server: string; readonly network: RefOf<'network'> };

export type NewNetworkRequest = Extract<NetworkRequest, { uplink: Uplink }>;

export type NetworkRequestOf<K extends NetworkRequest['kind']> = Extract<NetworkRequest, { kind: K }>;

export function isNetworkRequest(request: { readonly kind: string }): request is NetworkRequest {
  return request.kind.startsWith('network.');
}
