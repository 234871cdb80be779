import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import type { DiskRequest, DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import { driverCan, isThin } from '#shared/domain/storage/driver-can.ts';
import { type DrivesOf, drivesOf } from '#shared/domain/storage/drives-of.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { writtenBytes } from '#shared/domain/storage/written-bytes.ts';
import { attachProblems, detachProblems, slotProblems } from './disk-slot-rules.ts';
import { roomProblems, newThereProblems } from './disk-target-rules.ts';
import type { Problem } from './problem.ts';
import { storageMoveProblems } from './vm-rules.ts';

type Disk = RecordOf<'vdi'>;
type DiskRef = RefOf<'vdi'>;

export interface DiskFacts {
  readonly inventory: Inventory;
  /** Gathered when the first rule asks. */
  readonly drives: () => DrivesOf;
}

/** Everything that stands against it, as the server would see it. */
export function diskProblems(request: DiskRequest, facts: DiskFacts): readonly Problem[] {
  const { inventory } = facts;
  if (request.kind === 'disk.create') return createProblems(request, inventory);
  if (request.kind === 'disk.detach') return detachProblems(request, inventory);
  const disk = inventory.vdi.get(request.disk);
  if (disk === undefined) return [{ rule: 'not-there' }];
  const kind = kindProblem(disk, inventory);
  if (kind !== undefined) return [kind];
  return [...busyProblems(disk, request), ...ownProblems(request, disk, facts)];
}

function createProblems(request: DiskRequestOf<'disk.create'>, inventory: Inventory): readonly Problem[] {
  const { target, sizeBytes, slot } = request;
  return [
    ...(request.name.trim() === '' ? [{ rule: 'empty-name' } as const] : []),
    ...(sizeBytes > 0 ? newThereProblems(inventory, { target, sizeBytes, usedBytes: 0 }) : [{ rule: 'bad-size' } as const]),
    ...(slot === undefined ? [] : slotProblems(inventory, slot, target)),
  ];
}

/** What no operation on disks is for. */
function kindProblem(disk: Disk, inventory: Inventory): Problem | undefined {
  if (disk.isMissing) return { rule: 'disk-missing' };
  if (!disk.isManaged) return { rule: 'disk-is-base' };
  const sr = disk.sr === null ? undefined : inventory.sr.get(disk.sr);
  if (disk.isToolsIso || sr?.isToolsSr === true || sr?.type === 'udev') return { rule: 'sr-belongs-to-host' };
  return undefined;
}

/** Copies of one disk may be made side by side. */
function busyProblems({ currentOperations }: Disk, { kind }: DiskRequest): readonly Problem[] {
  const operation = Object.values(currentOperations).find((name) => !(name === 'copy' && kind === 'disk.copy'));
  return operation === undefined ? [] : [{ rule: 'busy', operation }];
}

type OnDisk = Extract<DiskRequest, { disk: DiskRef }>;

function ownProblems(request: OnDisk, disk: Disk, facts: DiskFacts): readonly Problem[] {
  switch (request.kind) {
    case 'disk.resize':
      return resizeProblems(request, disk, facts);
    case 'disk.move':
      return moveProblems(request, disk, facts);
    case 'disk.copy':
      return copyProblems(request, disk, facts);
    case 'disk.attach':
      return attachProblems(request, disk, facts);
    case 'disk.delete':
      return deleteProblems(request.disk, disk, facts);
    case 'disk.track-changes':
      return trackProblems(request, disk, facts.inventory);
    default:
      return unreachable(request);
  }
}

/** The repository has to be connected, and its driver able to do it. */
function homeProblems({ sr: ref }: Disk, inventory: Inventory, feature: Parameters<typeof driverCan>[2]): readonly Problem[] {
  const sr = ref === null ? undefined : inventory.sr.get(ref);
  if (sr === undefined) return [{ rule: 'not-there' }];
  const isConnected = [...inventory.pbd.values()].some((link) => link.sr === ref && link.isAttached);
  if (!isConnected) return [{ rule: 'sr-not-connected' }];
  return driverCan(inventory, sr, feature) ? [] : [{ rule: 'driver-cannot', sr: sr.name, feature }];
}

function resizeProblems(request: DiskRequestOf<'disk.resize'>, disk: Disk, facts: DiskFacts): readonly Problem[] {
  const { inventory } = facts;
  const { sizeBytes } = request;
  if (disk.isSnapshot) return [{ rule: 'is-snapshot' }];
  if (!(sizeBytes > 0)) return [{ rule: 'bad-size' }];
  if (sizeBytes === disk.virtualSize) return [{ rule: 'unchanged' }];
  if (sizeBytes < disk.virtualSize) return [{ rule: 'disk-only-grows', sizeBytes: disk.virtualSize }];
  return [...growthProblems(request, disk, facts), ...growthRoom(disk, inventory, sizeBytes - disk.virtualSize)];
}

/** Few drivers grow a disk that is open. */
function growthProblems({ disk: ref }: DiskRequestOf<'disk.resize'>, disk: Disk, facts: DiskFacts): readonly Problem[] {
  const { inventory } = facts;
  const sr = disk.sr === null ? undefined : inventory.sr.get(disk.sr);
  const mayBeOpen = sr !== undefined && driverCan(inventory, sr, 'VDI_RESIZE_ONLINE');
  if (mayBeOpen) return homeProblems(disk, inventory, 'VDI_RESIZE_ONLINE');
  return [...homeProblems(disk, inventory, 'VDI_RESIZE'), ...openProblems(facts, ref)];
}

function growthRoom({ sr: ref }: Disk, inventory: Inventory, moreBytes: number): readonly Problem[] {
  const sr = ref === null ? undefined : inventory.sr.get(ref);
  return ref === null || sr === undefined || isThin(inventory, sr) ? [] : roomProblems(inventory, ref, moreBytes);
}

/** Machines that have it open now. */
function openProblems({ inventory, drives }: DiskFacts, disk: DiskRef, mayRead = false): readonly Problem[] {
  const open = drives()(disk).filter(({ isAttached, mode }) => isAttached && !(mayRead && mode === 'RO'));
  if (open.length === 0) return [];
  const vms = open.flatMap(({ vm }) => (vm === null ? [] : (inventory.vm.get(vm)?.name ?? [])));
  return [{ rule: 'disk-in-use', vms: [...new Set(vms)].sort() }];
}

/** What the server itself keeps there, and looks for again. */
const OWN_TYPES = new Set(['ha_statefile', 'redo_log', 'rrd', 'metadata', 'pvs_cache', 'cbt_metadata']);

function moveProblems(request: DiskRequestOf<'disk.move'>, disk: Disk, { inventory, drives }: DiskFacts): readonly Problem[] {
  const { disk: ref, target } = request;
  if (disk.isSnapshot) return [{ rule: 'is-snapshot' }];
  if (OWN_TYPES.has(disk.type)) return [{ rule: 'disk-of-server' }];
  if (disk.sr === target) return [{ rule: 'disk-lies-there' }];
  const places = newThereProblems(inventory, { target, sizeBytes: disk.virtualSize, usedBytes: writtenBytes(inventory.vdi, ref) });
  const machine = movesWith(inventory, ref, drives());
  if (machine === undefined) return [...homeProblems(disk, inventory, 'VDI_DELETE'), ...places];
  return [
    ...(disk.isTrackingChanges ? [{ rule: 'disk-tracks-changes' } as const] : []),
    ...storageMoveProblems(inventory, machine, [disk.sr, target]).filter((problem) => !isOtherMove(problem)),
    ...places,
  ];
}

/** Disks of one machine move one after the other; the server lets the next wait for its turn. */
function isOtherMove(problem: Problem): boolean {
  return problem.rule === 'busy' && problem.operation === 'migrate_send';
}

/** The machine whose disk it is: a server moves such a disk for the machine, running or not. */
export function movesWith(inventory: Inventory, disk: DiskRef, drives: DrivesOf = (ref) => drivesOf(inventory, ref)): RefOf<'vm'> | undefined {
  return drives(disk).find(({ vm }) => vm !== null && inventory.vm.has(vm))?.vm ?? undefined;
}

function copyProblems(request: DiskRequestOf<'disk.copy'>, disk: Disk, facts: DiskFacts): readonly Problem[] {
  const { inventory } = facts;
  if (OWN_TYPES.has(disk.type) || disk.type === 'suspend') return [{ rule: 'disk-of-server' }];
  return [
    ...(request.name.trim() === '' ? [{ rule: 'empty-name' } as const] : []),
    ...openProblems(facts, request.disk, true),
    ...readProblems(disk, inventory),
    ...newThereProblems(inventory, { target: request.target, sizeBytes: disk.virtualSize, usedBytes: writtenBytes(inventory.vdi, request.disk) }),
  ];
}

/** A copy is read where the disk lies. */
function readProblems({ sr }: Disk, inventory: Inventory): readonly Problem[] {
  return [...inventory.pbd.values()].some((link) => link.sr === sr && link.isAttached) ? [] : [{ rule: 'sr-not-connected' }];
}

function deleteProblems(ref: DiskRef, disk: Disk, facts: DiskFacts): readonly Problem[] {
  const { inventory } = facts;
  if (disk.type === 'rrd' || disk.type === 'ha_statefile' || disk.type === 'redo_log') return [{ rule: 'disk-of-server' }];
  const asleep = disk.type === 'suspend' ? [...inventory.vm.values()].find((vm) => vm.suspendVdi === ref && vm.power === 'Suspended') : undefined;
  return [
    ...(asleep === undefined ? [] : [{ rule: 'disk-is-memory', vm: asleep.name } as const]),
    ...openProblems(facts, ref),
    ...homeProblems(disk, inventory, 'VDI_DELETE'),
  ];
}

function trackProblems({ isOn }: DiskRequestOf<'disk.track-changes'>, disk: Disk, inventory: Inventory): readonly Problem[] {
  if (disk.isTrackingChanges === isOn) return [{ rule: 'unchanged' }];
  if (disk.isSnapshot) return [{ rule: 'is-snapshot' }];
  if (disk.type !== 'user' && disk.type !== 'system') return [{ rule: 'disk-of-server' }];
  const resets = isOn && disk.onBoot === 'reset' ? [{ rule: 'disk-forgets', disk: disk.name } as const] : [];
  return [...resets, ...homeProblems(disk, inventory, 'VDI_CONFIG_CBT')];
}
