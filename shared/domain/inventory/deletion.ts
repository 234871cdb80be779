import { disksOfVm } from './disks.ts';
import type { Inventory } from './inventory.ts';
import type { RefOf, VmRef } from './watched.ts';

export interface OwnedDisk {
  readonly disk: RefOf<'vdi'>;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sr: string;
  /** Another machine that has it too: then it stays. */
  readonly by?: string;
  /** Kept unless somebody wants it gone: others may rely on what is read only or meant to be shared. */
  readonly isPrecious: boolean;
}

/** What goes with a machine. */
export interface Belongings {
  readonly disks: readonly OwnedDisk[];
  readonly snapshots: readonly { readonly vm: VmRef; readonly name: string; readonly disks: number }[];
}

export function belongingsOf(inventory: Inventory, vm: VmRef): Belongings {
  const snapshots = [...inventory.vm].filter(([, record]) => record.isSnapshot && record.snapshotOf === vm);
  const own = new Set<VmRef>([vm, ...snapshots.map(([ref]) => ref)]);
  return {
    disks: disksOfVm(inventory, vm).flatMap((disk) => ownedDisk(inventory, disk, { vm, own }) ?? []),
    snapshots: snapshots.map(([ref, { name }]) => ({ vm: ref, name, disks: disksOfVm(inventory, ref).length })),
  };
}

interface Owner {
  readonly vm: VmRef;
  /** The machine and its snapshots. */
  readonly own: ReadonlySet<VmRef>;
}

function ownedDisk(inventory: Inventory, disk: RefOf<'vdi'>, { vm, own }: Owner): OwnedDisk | undefined {
  const record = inventory.vdi.get(disk);
  if (record === undefined) return undefined;
  const drives = [...inventory.vbd.values()].filter((drive) => drive.vdi === disk);
  const other = drives.flatMap((drive) => (drive.vm === null || own.has(drive.vm) ? [] : [drive.vm]))[0];
  return {
    disk,
    name: record.name,
    sizeBytes: record.virtualSize,
    sr: record.sr === null ? '' : (inventory.sr.get(record.sr)?.name ?? ''),
    isPrecious: record.isReadOnly || record.isSharable || drives.some((drive) => drive.vm === vm && drive.mode === 'RO'),
    ...(other !== undefined && { by: inventory.vm.get(other)?.name ?? '' }),
  };
}
