import type { ProbeState } from './probe.ts';
import type { Board, ClockReading, Crashes, Domains, FileSystem, Hardware, Hypervisor, LogLine, Memory, Ntp, Stuck } from './sight-machine.ts';
import type {
  Address,
  Bond,
  Intent,
  Link,
  ManagementTests,
  MasterPath,
  MtuTest,
  Neighbour,
  Nic,
  NicDetail,
  Resolver,
  Route,
  Sshd,
  VirtualSwitch,
} from './sight-network.ts';
import type { Iscsi, IscsiDetail, IscsiPortal, Lvm, Multipath, NfsHealth, NfsMount, NfsServer, PathCount, PbdWord } from './sight-storage.ts';
import type {
  Certificates,
  DatabaseCopy,
  Emergency,
  Ha,
  HostRecordWord,
  Identity,
  Liveset,
  PoolTask,
  Role,
  Service,
  StartMarks,
  ToolstackProcess,
  VmRecordWord,
} from './sight-toolstack.ts';

/** `unreadable`: it answered, and made no sense. */
export type WhyUnseen = Exclude<ProbeState, 'ok'> | 'unreadable';

/** "Nothing there" is a value; "could not look" is not. */
export type Seen<T> =
  | { readonly is: 'seen'; readonly atMs: number; readonly value: T }
  | { readonly is: 'not-asked' }
  | { readonly is: 'failed'; readonly atMs: number; readonly why: WhyUnseen };

/** Everything a host has said of itself, section by section; plain data. */
export interface SightValues {
  readonly identity: Identity;
  readonly role: Role;
  readonly services: readonly Service[];
  readonly processes: readonly ToolstackProcess[];
  readonly marks: StartMarks;
  readonly emergency: Emergency;
  readonly links: readonly Link[];
  readonly addresses: readonly Address[];
  readonly routes: readonly Route[];
  readonly neighbours: readonly Neighbour[];
  readonly nics: readonly Nic[];
  readonly nicDetails: readonly NicDetail[];
  readonly ovs: VirtualSwitch;
  readonly bonds: readonly Bond[];
  readonly masterPath: MasterPath;
  readonly management: ManagementTests;
  readonly intent: Intent;
  readonly mtu: MtuTest;
  readonly dns: Resolver;
  /** Whether names of the outside are found. */
  readonly names: boolean;
  readonly ntp: Ntp;
  readonly clock: ClockReading;
  readonly domains: Domains;
  readonly memory: Memory;
  readonly hypervisor: Hypervisor;
  readonly disks: readonly FileSystem[];
  readonly stuck: Stuck;
  readonly logs: readonly LogLine[];
  readonly pbds: readonly PbdWord[];
  readonly nfs: readonly NfsMount[];
  readonly nfsServers: readonly NfsServer[];
  readonly nfsHealth: readonly NfsHealth[];
  readonly iscsi: Iscsi;
  readonly iscsiDetails: readonly IscsiDetail[];
  readonly iscsiPortals: readonly IscsiPortal[];
  readonly pathCounts: readonly PathCount[];
  readonly multipath: Multipath;
  readonly lvm: Lvm;
  readonly ha: Ha;
  readonly liveset: Liveset;
  readonly certificates: Certificates;
  readonly hardware: Hardware;
  readonly crashes: Crashes;
  readonly tasks: readonly PoolTask[];
  readonly hostRecord: HostRecordWord;
  readonly sshd: Sshd;
  readonly vmRecords: readonly VmRecordWord[];
  readonly board: Board;
  readonly bmcAddress: string;
  /** What a person asked for, as it came. */
  readonly requested: Readonly<Record<string, readonly string[]>>;
  readonly dbGeneration: DatabaseCopy;
}

export type Section = keyof SightValues;

export type HostSight = { readonly [S in Section]: Seen<SightValues[S]> };
