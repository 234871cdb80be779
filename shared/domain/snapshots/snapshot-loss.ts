import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { chainsOf } from '#shared/domain/storage/chains.ts';
import { diskRows } from '#shared/domain/storage/disk-list.ts';
import { isThin } from '#shared/domain/storage/driver-can.ts';

type DiskRef = RefOf<'vdi'>;
type SrRef = RefOf<'sr'>;

/** What a repository gets back. */
export interface Gain {
  readonly sr: SrRef;
  readonly name: string;
  /** What the snapshots' disks and memory take by themselves. */
  readonly atOnceBytes: number;
  /** What becomes free besides when the storage has merged what only they kept apart. */
  readonly laterBytes: number;
}

export interface SnapshotLoss {
  readonly gains: readonly Gain[];
  /** Snapshots that stay although they were made after one that goes. */
  readonly staying: readonly string[];
  /** Of so many the memory is lost too. */
  readonly withMemory: number;
}

/** What is lost and what is gained when these go. */
export function snapshotLoss(inventory: Inventory, snapshots: readonly VmRef[]): SnapshotLoss {
  const going = new Set(snapshots);
  return {
    gains: [...disksBySr(inventory, going)].map(([sr, disks]) => gainOf(inventory, sr, disks)).toSorted((a, b) => byNaturalOrder(a.name, b.name)),
    staying: [...inventory.vm].flatMap(([ref, { isSnapshot, parent, name }]) =>
      isSnapshot && parent !== null && going.has(parent) && !going.has(ref) ? [name] : [],
    ),
    withMemory: snapshots.filter((ref) => inventory.vm.get(ref)?.power === 'Suspended').length,
  };
}

function disksBySr(inventory: Inventory, snapshots: ReadonlySet<VmRef>): ReadonlyMap<SrRef, ReadonlySet<DiskRef>> {
  const places = new Map<SrRef, Set<DiskRef>>();
  for (const ref of snapshots) {
    const memory = inventory.vm.get(ref)?.suspendVdi ?? null;
    for (const disk of [...disksOfVm(inventory, ref), ...(memory === null ? [] : [memory])]) {
      const sr = inventory.vdi.get(disk)?.sr ?? null;
      if (sr !== null) places.set(sr, new Set([...(places.get(sr) ?? []), disk]));
    }
  }
  return places;
}

function gainOf(inventory: Inventory, sr: SrRef, disks: ReadonlySet<DiskRef>): Gain {
  const record = inventory.sr.get(sr);
  const isThick = record !== undefined && !isThin(inventory, record);
  const rows = diskRows(inventory, { sr, isLibrary: false });
  const { vdi } = inventory;
  const now = chainsOf({ vdi, rows, isThick }).freesBytes;
  const then = chainsOf({ vdi, rows: rows.filter(({ ref }) => !disks.has(ref)), isThick }).freesBytes;
  return {
    sr,
    name: record?.name ?? '',
    atOnceBytes: [...disks].reduce((sum, disk) => sum + Math.max(0, vdi.get(disk)?.physicalUtilisation ?? 0), 0),
    laterBytes: Math.max(0, then - now),
  };
}
