import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';

export interface SnapshotNode {
  readonly ref: VmRef;
  readonly name: string;
  readonly description: string;
  /** Undefined where the server does not say. */
  readonly takenAtMs: number | undefined;
  readonly hasMemory: boolean;
  /** The pool took it by itself. */
  readonly isOfSchedule: boolean;
  /** What its disks and its memory take where they lie. */
  readonly sizeBytes: number;
  /** How many snapshots it was made after. */
  readonly depth: number;
  /** What the machine is now goes on from here. */
  readonly isHere: boolean;
}

/** A machine's snapshots, each after the one it goes on from, the oldest first. */
export function snapshotTree(inventory: Inventory, vm: VmRef): readonly SnapshotNode[] {
  const own = [...inventory.vm].filter(([, record]) => record.isSnapshot && record.snapshotOf === vm);
  const known = new Set(own.map(([ref]) => ref));
  const after = new Map<VmRef | undefined, (readonly [VmRef, Vm])[]>();
  for (const [ref, record] of own) {
    const { parent } = record;
    // What it went on from may have been deleted.
    const from = parent !== null && known.has(parent) && parent !== ref ? parent : undefined;
    after.set(from, [...(after.get(from) ?? []), [ref, record]]);
  }
  const here = inventory.vm.get(vm)?.parent ?? undefined;
  const sizes = sizesOf(inventory, known);
  const nodes: SnapshotNode[] = [];
  const seen = new Set<VmRef>();

  function walk(from: VmRef | undefined, depth: number): void {
    const level = (after.get(from) ?? []).toSorted(([, a], [, b]) => (a.snapshotTime ?? 0) - (b.snapshotTime ?? 0));
    for (const [ref, record] of level) {
      if (seen.has(ref)) continue;
      seen.add(ref);
      nodes.push({
        ref,
        name: record.name,
        description: record.description,
        takenAtMs: record.snapshotTime ?? undefined,
        hasMemory: record.power === 'Suspended',
        isOfSchedule: record.isOfSchedule,
        sizeBytes: (sizes.get(ref) ?? 0) + diskBytes(inventory, record.suspendVdi),
        depth,
        isHere: ref === here,
      });
      walk(ref, depth + 1);
    }
  }

  walk(undefined, 0);
  return nodes;
}

function sizesOf(inventory: Inventory, snapshots: ReadonlySet<VmRef>): ReadonlyMap<VmRef, number> {
  const sizes = new Map<VmRef, number>();
  for (const drive of inventory.vbd.values()) {
    if (drive.vm === null || drive.type !== 'Disk' || !snapshots.has(drive.vm)) continue;
    sizes.set(drive.vm, (sizes.get(drive.vm) ?? 0) + diskBytes(inventory, drive.vdi));
  }
  return sizes;
}

function diskBytes(inventory: Inventory, disk: RefOf<'vdi'> | null): number {
  return disk === null ? 0 : (inventory.vdi.get(disk)?.physicalUtilisation ?? 0);
}
