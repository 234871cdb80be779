export interface Link {
  readonly name: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly state: string;
  readonly within?: string | undefined;
  readonly mac?: string | undefined;
}

export interface Address {
  readonly device: string;
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly prefix: number;
  readonly scope: string;
  readonly line: string;
}

export interface Route {
  readonly family: 'inet' | 'inet6';
  /** `default`, or a network with its prefix. */
  readonly to: string;
  readonly via?: string | undefined;
  readonly device?: string | undefined;
  readonly source?: string | undefined;
  readonly line: string;
}

export interface Neighbour {
  readonly address: string;
  readonly device: string;
  readonly mac?: string | undefined;
  readonly state: string;
  readonly line: string;
}

export interface Nic {
  readonly name: string;
  readonly oper: string;
  /** Undefined where the card is switched off and does not say. */
  readonly hasCarrier?: boolean | undefined;
  readonly speedMbps?: number | undefined;
  readonly duplex?: string | undefined;
  readonly mac: string;
  readonly mtu: number;
  readonly carrierChanges?: number | undefined;
  readonly driver?: string | undefined;
  readonly pci?: string | undefined;
  readonly rxErrors?: number | undefined;
  readonly crcErrors?: number | undefined;
  readonly txErrors?: number | undefined;
  readonly rxBytes?: number | undefined;
  readonly txBytes?: number | undefined;
  readonly line: string;
}

/** What a second look adds: the card's own tool. */
export interface NicDetail {
  readonly name: string;
  readonly speed?: string | undefined;
  readonly duplex?: string | undefined;
  readonly isLinkDetected?: boolean | undefined;
  readonly ports?: string | undefined;
  readonly driver?: string | undefined;
  readonly firmware?: string | undefined;
}

export interface Bridge {
  readonly name: string;
  readonly parent?: string | undefined;
  readonly vlan?: number | undefined;
  readonly ports: readonly string[];
  readonly interfaces: readonly string[];
}

export interface VirtualSwitch {
  readonly backend: 'openvswitch' | 'bridge' | 'unknown';
  /** False where its daemons did not answer. */
  readonly answers: boolean;
  readonly bridges: readonly Bridge[];
  readonly interfaceErrors: readonly { readonly name: string; readonly error: string }[];
}

export interface BondMember {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly isActive: boolean;
  readonly mayEnable?: boolean | undefined;
  /** Whether the switch's side has joined, where LACP is spoken. */
  readonly isPartnerInSync?: boolean | undefined;
}

export interface Bond {
  readonly name: string;
  readonly mode: string;
  readonly lacp?: string | undefined;
  readonly members: readonly BondMember[];
  readonly lines: readonly string[];
}

/** A port of another machine, as seen from the host. */
export type PortWord = 'open' | 'refused' | 'filtered' | 'unknown';

export interface MasterPath {
  readonly master: string;
  readonly device?: string | undefined;
  readonly source?: string | undefined;
  readonly neighbourState?: string | undefined;
  readonly hasPing?: boolean | undefined;
  readonly ports: Readonly<Record<string, PortWord>>;
  readonly certificate?: { readonly subject: string; readonly validToMs?: number | undefined; readonly sha256?: string | undefined } | undefined;
  readonly lines: readonly string[];
}

/** Whether the gateway answers at all, and whether somebody else has the same address. */
export interface ManagementTests {
  readonly doesGatewayAnswer?: boolean | undefined;
  readonly isAddressTaken?: boolean | undefined;
  readonly lines: readonly string[];
}

/** What the network daemon means to set up. */
export interface Intent {
  readonly mode?: string | undefined;
  readonly address?: string | undefined;
  readonly netmask?: string | undefined;
  readonly gateway?: string | undefined;
  readonly dns: readonly string[];
  readonly interfaces: readonly string[];
  readonly vlan?: number | undefined;
  readonly isResetPending: boolean;
  readonly leases: readonly string[];
}

export interface MtuTest {
  readonly small?: boolean | undefined;
  readonly large?: boolean | undefined;
  readonly largeBytes?: number | undefined;
  readonly lines: readonly string[];
}

export interface Resolver {
  readonly servers: readonly string[];
  readonly search: readonly string[];
}

export interface Sshd {
  readonly isActive?: boolean | undefined;
  readonly monitor?: string | undefined;
  readonly listeners: readonly { readonly address: string; readonly port: number }[];
  readonly hasIpv6?: boolean | undefined;
  readonly rules: readonly string[];
}
