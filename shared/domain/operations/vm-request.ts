import type { Attested } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { VmChanges } from './vm-settings.ts';

interface OnVm {
  readonly server: string;
  readonly vm: VmRef;
}

/** Asking the guest to stop, or stopping it as the power button does. */
export type StopWay = 'clean' | 'forced';

/** What the server does with one call that is an operation on the VM. */
export type VmPowerRequest =
  /** On this host, or wherever the pool sees fit; paused: made ready, and not let run yet. */
  | ({ readonly kind: 'vm.start'; readonly host?: HostRef | undefined; readonly isPaused?: boolean | undefined } & OnVm)
  | ({ readonly kind: 'vm.shut-down'; readonly way: StopWay } & OnVm)
  | ({ readonly kind: 'vm.reboot'; readonly way: StopWay } & OnVm)
  | ({ readonly kind: 'vm.suspend' } & OnVm)
  | ({ readonly kind: 'vm.resume'; readonly host?: HostRef | undefined } & OnVm)
  | ({ readonly kind: 'vm.pause' } & OnVm)
  | ({ readonly kind: 'vm.unpause' } & OnVm)
  /** While it runs, to another host of its pool. */
  | ({ readonly kind: 'vm.migrate'; readonly host: HostRef } & OnVm);

/** Where one of its disks goes: storage of the pool that the host is of. */
export interface DiskMove {
  readonly disk: RefOf<'vdi'>;
  readonly target: RefOf<'sr'>;
}

/** Into another pool, where its cards are in other networks. */
export interface OtherPool {
  readonly server: string;
  readonly cards: readonly { readonly card: RefOf<'vif'>; readonly network: RefOf<'network'> }[];
  /** It stays where it is as well, as another machine. */
  readonly isCopy: boolean;
}

/** With its disks to another host, which may be of another pool; what runs goes on running. Disks that are not named stay where they are. */
export interface Relocation extends OnVm {
  readonly kind: 'vm.relocate';
  readonly host: HostRef;
  readonly disks: readonly DiskMove[];
  /** Of the host it goes to, to carry it; absent: the one the host is managed over. */
  readonly transfer?: RefOf<'network'> | undefined;
  readonly into?: OtherPool | undefined;
}

export type VmRequest =
  | VmPowerRequest
  | Relocation
  /** With these disks and snapshots; disks that are not named stay where they are. */
  | ({ readonly kind: 'vm.delete'; readonly disks: readonly RefOf<'vdi'>[]; readonly snapshots: readonly VmRef[] } & OnVm)
  /**
   * It ran on a host that is gone: given up there, and started on this one, or left shut down. Only where it is proven
   * that it runs no more, or a person answers for that because no machine can be asked.
   */
  | ({
      readonly kind: 'vm.recover';
      readonly host?: HostRef | undefined;
      readonly attested?: Attested | undefined;
    } & OnVm)
  /** Fast: its disks share what they have in common with the original's. Whole: every disk anew, on this storage. */
  | ({ readonly kind: 'vm.copy'; readonly name: string; readonly to?: RefOf<'sr'> | undefined } & OnVm)
  /** It becomes what machines are made from, with its disks. */
  | ({ readonly kind: 'vm.to-template' } & OnVm)
  /** Whatever is given changes; what the editor saw says whether somebody else was faster. */
  | ({ readonly kind: 'vm.configure'; readonly changes: VmChanges; readonly was?: VmChanges | undefined } & OnVm)
  | SnapshotRequest;

/** Its disks as they are; as the guest has written everything out first; or with its memory. */
export const snapshotKeeps = ['disks', 'quiesced', 'memory'] as const;
export type SnapshotKeeps = (typeof snapshotKeeps)[number];

/** What the server calls each. */
export const snapshotCall = {
  disks: 'snapshot',
  quiesced: 'snapshot_with_quiesce',
  memory: 'checkpoint',
} as const satisfies Record<SnapshotKeeps, string>;

/** What is done with what a machine was. */
export type SnapshotRequest =
  | ({ readonly kind: 'vm.snapshot'; readonly name: string; readonly description: string; readonly keeps: SnapshotKeeps } & OnVm)
  /** What it is now is lost, unless it is kept under this name first. */
  | ({ readonly kind: 'vm.revert'; readonly snapshot: VmRef; readonly keepAs?: string | undefined } & OnVm)
  /** Of these two the VM is the snapshot. */
  | ({ readonly kind: 'vm.delete-snapshot' } & OnVm)
  | ({ readonly kind: 'vm.from-snapshot'; readonly name: string; readonly as: 'vm' | 'template' } & OnVm);

const POWER: ReadonlySet<string> = new Set<VmPowerRequest['kind']>([
  'vm.start',
  'vm.shut-down',
  'vm.reboot',
  'vm.suspend',
  'vm.resume',
  'vm.pause',
  'vm.unpause',
  'vm.migrate',
]);

export function isVmPowerRequest(request: { readonly kind: string }): request is VmPowerRequest {
  return POWER.has(request.kind);
}
