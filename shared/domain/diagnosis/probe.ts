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
