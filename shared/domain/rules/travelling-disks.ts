import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Relocation } from '#shared/domain/operations/vm-request.ts';
import { driverCan, isThin } from '#shared/domain/storage/driver-can.ts';
import { drivesOf } from '#shared/domain/storage/drives-of.ts';
import { writtenBytes } from '#shared/domain/storage/written-bytes.ts';
import type { Problem } from './problem.ts';
import { targetProblems } from './storage-room.ts';

type DiskRef = RefOf<'vdi'>;
type SrRef = RefOf<'sr'>;

export interface Travelling {
  readonly disk: DiskRef;
  readonly from: SrRef | null;
  /** Undefined: nobody said, and in another pool nothing can stay where it is. */
  readonly target: SrRef | undefined;
}

/** Every disk of the machine, also those that stay where they are. */
export function travellingDisks(inventory: Inventory, { vm, disks, into }: Relocation): readonly Travelling[] {
  const chosen = new Map(disks.map(({ disk, target }) => [disk, target]));
  return disksOfVm(inventory, vm).map((disk) => {
    const from = inventory.vdi.get(disk)?.sr ?? null;
    return { disk, from, target: chosen.get(disk) ?? (into === undefined ? (from ?? undefined) : undefined) };
  });
}

/** What stands against a disk leaving where it is. */
export function leavingProblems(inventory: Inventory, request: Relocation): readonly Problem[] {
  const all = travellingDisks(inventory, request);
  const foreign = request.disks.some(({ disk }) => all.every((each) => each.disk !== disk));
  const moving = all.filter(({ from, target }) => request.into !== undefined || from !== target);
  return [...(foreign ? [{ rule: 'not-there' } as const] : []), ...moving.flatMap((each) => diskProblems(inventory, request.vm, each))];
}

function diskProblems(inventory: Inventory, vm: VmRef, { disk: ref, from }: Travelling): readonly Problem[] {
  const disk = inventory.vdi.get(ref);
  const sr = recordAt(inventory.sr, from);
  if (disk === undefined || sr === undefined) return [{ rule: 'not-there' }];
  const problems: Problem[] = [];
  if (disk.isMissing) problems.push({ rule: 'disk-missing' });
  if (disk.isTrackingChanges) problems.push({ rule: 'disk-tracks-changes' });
  for (const feature of ['VDI_SNAPSHOT', 'VDI_MIRROR'] as const) {
    if (!driverCan(inventory, sr, feature)) problems.push({ rule: 'driver-cannot', sr: sr.name, feature });
  }
  const [other] = drivesOf(inventory, ref).flatMap((drive) => {
    const user = recordAt(inventory.vm, drive.vm);
    return user === undefined || drive.vm === vm || user.isSnapshot ? [] : [user];
  });
  if (other !== undefined) problems.push({ rule: 'disk-shared', disk: disk.name, by: other.name });
  return problems;
}

export interface Arrival {
  /** Of the pool they come from. */
  readonly home: Inventory;
  /** Of the pool they go to, which may be the same. */
  readonly inventory: Inventory;
  readonly host: HostRef;
}

/** What stands against all of them lying where they are to go, and the host reaching them there. */
export function arrivingProblems({ home, inventory, host }: Arrival, request: Relocation): readonly Problem[] {
  const all = travellingDisks(home, request);
  const isAbroad = request.into !== undefined;
  if (all.some(({ target }) => target === undefined)) return [{ rule: 'nothing-chosen' }];
  const needs = new Map<SrRef, number>();
  for (const { disk, from, target } of all) {
    if (target === undefined) continue;
    const isNew = isAbroad || from !== target;
    needs.set(target, (needs.get(target) ?? 0) + (isNew ? bytesThere(home, { disk, inventory, target }) : 0));
  }
  const name = inventory.host.get(host)?.name ?? '';
  return [...needs].flatMap(([sr, needBytes]): readonly Problem[] => {
    const record = inventory.sr.get(sr);
    if (record === undefined) return [{ rule: 'not-there' }];
    const isReached = [...inventory.pbd.values()].some((link) => link.sr === sr && link.host === host && link.isAttached);
    const away: readonly Problem[] = isReached ? [] : [{ rule: 'not-on-host', what: 'storage', name: record.name, host: name }];
    const stays = !isAbroad && all.every(({ from, target }) => target !== sr || from === sr);
    return stays ? away : [...away, ...takesProblems(inventory, sr), ...targetProblems(inventory, { sr, needBytes })];
  });
}

/** What is written while it travels is written to both. */
function takesProblems(inventory: Inventory, ref: SrRef): readonly Problem[] {
  const sr = inventory.sr.get(ref);
  if (sr === undefined) return [];
  if (!driverCan(inventory, sr, 'VDI_SNAPSHOT')) return [{ rule: 'driver-cannot', sr: sr.name, feature: 'VDI_SNAPSHOT' }];
  const canTake = driverCan(inventory, sr, 'VDI_MIRROR_IN') || driverCan(inventory, sr, 'VDI_MIRROR');
  return canTake ? [] : [{ rule: 'driver-cannot', sr: sr.name, feature: 'VDI_MIRROR_IN' }];
}

/** With the snapshots that come along. */
function bytesThere(home: Inventory, there: { readonly disk: DiskRef; readonly inventory: Inventory; readonly target: SrRef }): number {
  const disk = home.vdi.get(there.disk);
  const target = there.inventory.sr.get(there.target);
  if (disk === undefined || target === undefined) return 0;
  const kept = [...home.vdi.values()].filter(({ snapshotOf }) => snapshotOf === there.disk).map(({ physicalUtilisation }) => physicalUtilisation);
  const own = isThin(there.inventory, target) ? writtenBytes(home.vdi, there.disk) : disk.virtualSize;
  return kept.reduce((sum, bytes) => sum + bytes, own);
}
