import type { ShellScript, ShellWord } from './shell.ts';

/** What can be asked of a host's own shell. */
export type ProbeId =
  // Small files and counters: always, in one round trip.
  | 'identity'
  | 'role'
  | 'marks'
  | 'processes'
  | 'network'
  | 'nics'
  | 'database'
  | 'resolver'
  | 'clock'
  | 'memory'
  | 'disks'
  | 'stuck'
  | 'mounts'
  | 'iscsi'
  | 'multipath-counts'
  | 'ha'
  | 'certificates'
  | 'crashes'
  | 'sshd'
  // Quick tools.
  | 'services'
  | 'ethtool'
  | 'switch'
  | 'bonds'
  | 'master-path'
  | 'management'
  | 'intent'
  | 'names'
  | 'ntp'
  | 'domains'
  | 'domain-names'
  | 'hypervisor'
  | 'liveset'
  | 'hardware'
  | LogProbeId
  // What may block, or asks the pool.
  | 'emergency'
  | 'vm-records'
  | 'host-record'
  | 'pbds'
  | 'tasks'
  | 'mtu'
  | 'nfs-ports'
  | 'nfs-health'
  | 'iscsi-detail'
  | 'iscsi-portals'
  | 'multipath'
  | 'lvm'
  // Only when a person asks.
  | 'board'
  | 'bmc-address'
  | 'bmc-events'
  | 'bmc-sensors'
  | 'disk-health'
  | 'large-files'
  | 'deleted-files'
  | 'switch-port'
  | 'vlan-traffic'
  | 'optics';

export type LogProbeId = 'log-xensource' | 'log-storage' | 'log-messages' | 'log-kernel' | 'log-daemon' | 'log-ha' | 'log-audit' | 'log-boot';

/** 0 cheap files, 1 quick tools, 2 may block, 3 only on request. */
export type Tier = 0 | 1 | 2 | 3;

/** `bundle`: together with others of its tier; `own`: alone, and the channel is given up when it does not end. */
export type Channel = 'bundle' | 'own';

/** What a probe must be told; each of them checked before it becomes a word. */
export interface Holes {
  readonly hostUuid?: ShellWord | undefined;
  /** The master as the host itself knows it. */
  readonly master?: ShellWord | undefined;
  readonly bridge?: ShellWord | undefined;
  readonly address?: ShellWord | undefined;
  readonly gateway?: ShellWord | undefined;
  /** The card behind the management bridge. */
  readonly nic?: ShellWord | undefined;
}

export interface Probe {
  readonly id: ProbeId;
  readonly tier: Tier;
  readonly channel: Channel;
  /** After this it is ended from within. */
  readonly limitS: number;
  /** Undefined while a hole it needs is not known. */
  readonly script: (holes: Holes) => ShellScript | undefined;
}

/** `stuck`: not even its own time limit ended it, so something in the kernel holds it. */
export type ProbeState = 'ok' | 'timeout' | 'missing' | 'stuck' | 'error';

/** What came back, whatever that was. */
export interface ProbeAnswer {
  readonly id: ProbeId;
  /** When it was complete or given up, by this computer's clock. */
  readonly atMs: number;
  readonly tookMs: number;
  /** As the shell gave it; absent where it never ended. */
  readonly rc?: number | undefined;
  readonly state: ProbeState;
  readonly raw: string;
}
