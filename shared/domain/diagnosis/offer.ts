import type { ProbeId } from './probe.ts';

/** C0 harmless, C1 restarts a service, C2 can cut the connection or change a role, C3 can lose data or stop VMs. */
export type ConfirmationClass = 'C0' | 'C1' | 'C2' | 'C3';

/** Things that can be done, by us or by a person; each with its words and its commands. */
export type RepairId =
  // A person does it, away from this computer.
  | 'fix-cable'
  | 'fix-switch-port'
  | 'fix-duplicate'
  | 'fix-dhcp'
  | 'fix-master'
  | 'fix-storage-path'
  | 'fix-array-access'
  | 'fix-array-identity'
  | 'fix-hardware'
  | 'put-hardware-back'
  | 'fix-mtu'
  | 'wait'
  | 'reinstall'
  | 'keep-isolated'
  | 'update-master'
  | 'free-sr-space'
  | 'open-console'
  | 'fix-password'
  // Management network.
  | 'blink-light'
  | 'raise-card'
  | 'flush-neighbour'
  | 'temporary-address'
  | 'reconfigure-management'
  | 'renew-dhcp'
  | 'plug-pif'
  | 'emergency-management'
  | 'bond-mode'
  | 'rename-nics'
  | 'reset-network'
  | 'restart-networkd'
  | 'restart-firewall'
  // Toolstack.
  | 'start-xapi'
  | 'restart-toolstack'
  | 'restart-toolstack-ha'
  | 'unblock-start'
  | 'clear-logs'
  | 'remove-crash-dumps'
  | 'remount-root'
  | 'evacuate'
  | 'grow-dom0'
  | 'step-clock'
  | 'start-time-daemon'
  | 'refresh-certificates'
  | 'disable-tls-checks'
  | 'enable-tls-checks'
  | 'reset-certificate'
  | 'enable-host'
  | 'cancel-task'
  | 'enable-ssh'
  // Roles.
  | 'point-to-master'
  | 'recover-members'
  | 'hand-over'
  | 'promote'
  // High availability.
  | 'disable-ha'
  | 'emergency-disable-ha'
  | 'rearm-ha'
  // Bookkeeping.
  | 'reset-power-state'
  | 'declare-dead'
  | 'forget-host'
  | 'unlock-disks'
  | 'power-on'
  // Storage.
  | 'plug-pbd'
  | 'rescan-iscsi'
  | 'set-iqn'
  | 'unmount-nfs'
  // Looking closer.
  | 'largest-files'
  | 'watch-traffic'
  | 'collect-archive';

/** What must hold before; asked of the machine, never of the person. */
export type PreconditionId =
  | 'identity-proven'
  | 'no-vms-alive'
  | 'proven-off'
  | 'ha-not-armed'
  | 'second-route'
  | 'master-known'
  | 'master-proven-off'
  | 'newest-database'
  | 'in-emergency-mode'
  | 'pool-answers'
  | 'other-interface-reaches-master'
  | 'all-hosts-live'
  | 'iscsi-unplugged'
  | 'is-member'
  | 'no-resident-vms'
  | 'other-hosts-quiet'
  | 'master-disarmed'
  | 'master-lets-in'
  | 'no-pending-guidance'
  | 'card-has-link'
  | 'address-free'
  | 'certificate-known';

export interface Precondition {
  readonly id: PreconditionId;
  readonly state: 'met' | 'unmet' | 'unknown';
}

/** What nothing could tell, and why somebody answers for it. */
export interface Attested {
  readonly conditions: readonly PreconditionId[];
  readonly reason: string;
}

/** Where the lines are run: on the host itself, by its own toolstack, by the pool, in a shell of its master, by somebody. */
export type Place = 'host' | 'toolstack' | 'master' | 'master-shell' | 'person';

/** How one sees afterwards that it helped. */
export type ProofId =
  | 'link-up'
  | 'gateway-answers'
  | 'address-as-recorded'
  | 'no-duplicate'
  | 'chain-good'
  | 'members-enabled'
  | 'cards-as-recorded'
  | 'large-packets-pass'
  | 'ports-open'
  | 'toolstack-ready'
  | 'toolstack-restarted'
  | 'joined'
  | 'space-free'
  | 'root-writable'
  | 'memory-free'
  | 'clock-agrees'
  | 'certificates-agree'
  | 'new-certificate'
  | 'host-enabled'
  | 'task-gone'
  | 'role-right'
  | 'one-master'
  | 'ha-online'
  | 'ha-off'
  | 'vms-placed-once'
  | 'disks-unlocked'
  | 'host-gone'
  | 'mounts-answer'
  | 'sessions-logged-in'
  | 'pbd-attached'
  | 'paths-complete'
  | 'volumes-complete'
  | 'sr-has-room'
  | 'counters-flat'
  | 'no-new-crash'
  | 'host-boots'
  | 'ssh-opens';

/** Something that could be done, as data; nothing here does it. */
export interface Offer {
  readonly repair: RepairId;
  readonly class: ConfirmationClass;
  readonly on: Place;
  readonly parameters: Readonly<Record<string, string>>;
  /** Exactly what would be run, to be shown before. Empty where a person acts. */
  readonly commands: readonly string[];
  readonly preconditions: readonly Precondition[];
  /** Which of them stand in the way; while there is one, it is not offered for doing. */
  readonly blockedBy: readonly PreconditionId[];
  /** Which of them nothing can tell, and a person may answer for, with the reason. */
  readonly attestable?: readonly PreconditionId[] | undefined;
  readonly proof: ProofId;
  /** Nothing but a look: ask the collector for this probe. */
  readonly look?: ProbeId | undefined;
  /** Armed before a change of the network, and called off once the new way is proven. */
  readonly rollback?: { readonly afterS: number; readonly commands: readonly string[] } | undefined;
}

/** A repair that may help, and what it is told. */
export interface Draft {
  readonly repair: RepairId;
  readonly parameters?: Readonly<Record<string, string>>;
}
