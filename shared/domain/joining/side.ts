import type { HostRef, PoolRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

interface NamedVm {
  readonly ref: VmRef;
  readonly name: string;
}

/** One of the two that are to become one, as it answers now: a lone host, or a pool by its master. */
export interface JoinSide {
  /** The lone host's name, or the master's. */
  readonly host: string;
  readonly hostRef: HostRef;
  readonly hostUuid: string;
  readonly address: string;
  readonly poolRef: PoolRef;
  /** Empty for a host nobody pooled. */
  readonly poolName: string;
  readonly members: readonly { readonly uuid: string; readonly name: string }[];
  /** Whether the account may have hosts join. */
  readonly mayJoin: boolean;
  readonly isHaEnabled: boolean;
  readonly isUpdating: boolean;
  readonly hasCluster: boolean;
  readonly edition: string;
  /** Which it can be given; none where it does not say. */
  readonly editions: readonly string[];
  readonly licenceServer: Readonly<Record<string, string>>;
  readonly restricts: { readonly pooling: boolean; readonly size: boolean };
  readonly software: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  /** Those every member has to have. */
  readonly updates: readonly string[];
  readonly cpu: { readonly vendor: string; readonly model: string; readonly hvm: string; readonly pv: string };
  readonly guidances: readonly string[];
  readonly running: readonly (NamedVm & {
    /** What it counts on since it started; empty where nobody asked. */
    readonly features: string;
  })[];
  readonly suspended: readonly NamedVm[];
  readonly busy: readonly NamedVm[];
  readonly sharedSrs: readonly { readonly ref: RefOf<'sr'>; readonly name: string }[];
  readonly bonds: readonly string[];
  readonly tunnels: number;
  readonly sriovs: number;
  /** Tags of VLANs that do not carry the management. */
  readonly vlans: readonly number[];
  /** Networks over those bonds and VLANs, as far as no VM has a card in them. */
  readonly removableNetworks: readonly RefOf<'network'>[];
  /** Undefined while a host is still being set up. */
  readonly management:
    | {
        readonly pif: RefOf<'pif'>;
        readonly device: string;
        readonly vlan: number;
        readonly mode: string;
        readonly family: string;
        readonly ip: string;
      }
    | undefined;
  readonly controller: string;
  readonly purposes: readonly string[];
  readonly directory: { readonly type: string; readonly service: string };
  readonly verifiesTls: boolean;
  /** Certificates of authorities by name, with what tells them apart. */
  readonly authorities: Readonly<Record<string, string>>;
  readonly certificateEndsMs: number | undefined;
  /** By kind of storage: what its driver can do, and which edition of each. */
  readonly drivers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** How far its clock is ahead of ours. */
  readonly clockAheadMs: number;
}
