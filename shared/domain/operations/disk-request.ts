import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

interface OnServer {
  readonly server: string;
}

interface OnDisk extends OnServer {
  readonly disk: RefOf<'vdi'>;
}

/** How a machine holds a disk. */
export interface DiskSlot {
  readonly machine: VmRef;
  readonly isReadOnly: boolean;
  readonly isBootable: boolean;
  /** Absent: the first that is free. */
  readonly position?: string | undefined;
}

/** What can be had done with one disk, wherever it is shown. */
export type DiskRequest =
  | ({
      readonly kind: 'disk.create';
      readonly target: RefOf<'sr'>;
      readonly name: string;
      readonly description: string;
      readonly sizeBytes: number;
      /** Attached at once. */
      readonly slot?: DiskSlot | undefined;
    } & OnServer)
  /** Disks only grow. */
  | ({ readonly kind: 'disk.resize'; readonly sizeBytes: number } & OnDisk)
  /** With the machine that has it, which may run meanwhile; one that no machine has is copied and then deleted. */
  | ({ readonly kind: 'disk.move'; readonly target: RefOf<'sr'> } & OnDisk)
  | ({ readonly kind: 'disk.copy'; readonly target: RefOf<'sr'>; readonly name: string } & OnDisk)
  | ({ readonly kind: 'disk.attach'; readonly slot: DiskSlot } & OnDisk)
  /** The disk stays, the machine has it no more. */
  | ({ readonly kind: 'disk.detach'; readonly drive: RefOf<'vbd'> } & OnServer)
  | ({ readonly kind: 'disk.delete' } & OnDisk)
  /** Which blocks change is written down, for backups. */
  | ({ readonly kind: 'disk.track-changes'; readonly isOn: boolean } & OnDisk);

export type DiskRequestOf<K extends DiskRequest['kind']> = Extract<DiskRequest, { kind: K }>;

export function isDiskRequest(request: { readonly kind: string }): request is DiskRequest {
  return request.kind.startsWith('disk.');
}
