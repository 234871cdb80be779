import { discDriveOf, discIn, DRIVE_PRIORITY, driveNow, isPosition } from '#shared/domain/devices/drives.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequestOf, DriveChanges, DriveRequest } from '#shared/domain/operations/device-request.ts';
import type { DrivesOf } from '#shared/domain/storage/drives-of.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { reachProblems, unplugProblems } from './disk-slot-rules.ts';
import { hotplugProblems } from './hotplug-rules.ts';
import type { Problem } from './problem.ts';

type Vbd = RecordOf<'vbd'>;

interface DriveFacts {
  readonly inventory: Inventory;
  readonly drives: () => DrivesOf;
}

interface Found {
  readonly ref: RefOf<'vbd'>;
  readonly drive: Vbd;
  readonly vm: Vm;
}

export function driveProblems(request: DriveRequest, facts: DriveFacts): readonly Problem[] {
  const { inventory } = facts;
  if (request.kind === 'disc.change') return discProblems(request, inventory);
  if (request.kind === 'disc.add-drive') return newDriveProblems(request.machine, inventory);
  const drive = inventory.vbd.get(request.drive);
  const vm = drive === undefined || drive.vm === null ? undefined : inventory.vm.get(drive.vm);
  if (drive === undefined || vm === undefined) return [{ rule: 'not-there' }];
  const kind = machineProblem(vm);
  if (kind !== undefined) return [kind];
  const found = { ref: request.drive, drive, vm };
  switch (request.kind) {
    case 'drive.plug':
      return [...busyProblems(drive), ...plugProblems(request, found, facts)];
    case 'drive.change':
      return [...busyProblems(drive), ...changeProblems(request.changes, found, facts)];
    default:
      return unreachable(request);
  }
}

/** What has no devices of its own to change. */
export function machineProblem(vm: Vm): Problem | undefined {
  if (vm.isSnapshot) return { rule: 'is-snapshot' };
  return vm.isControlDomain ? { rule: 'is-control-domain' } : undefined;
}

export function busyProblems({ currentOperations }: { readonly currentOperations: Readonly<Record<string, string>> }): readonly Problem[] {
  const [operation] = Object.values(currentOperations);
  return operation === undefined ? [] : [{ rule: 'busy', operation }];
}

function plugProblems({ isOn }: DeviceRequestOf<'drive.plug'>, { ref, drive, vm }: Found, facts: DriveFacts): readonly Problem[] {
  if (vm.power === 'Running' && drive.isAttached === isOn) return [{ rule: 'unchanged' }];
  if (!isOn) return unplugProblems(facts.inventory, drive, vm);
  const disk = drive.vdi === null ? undefined : facts.inventory.vdi.get(drive.vdi);
  const reach = disk?.sr === undefined || disk.sr === null ? [] : reachProblems(facts.inventory, vm, disk.sr);
  return [...hotplugProblems(facts.inventory, vm), ...(vm.power === 'Running' ? reach : []), ...openElsewhere({ ref, drive, vm }, facts)];
}

/** Any number may read, as long as nobody writes. */
function openElsewhere({ ref, drive }: Found, { inventory, drives }: DriveFacts): readonly Problem[] {
  const disk = drive.vdi === null ? undefined : inventory.vdi.get(drive.vdi);
  if (drive.vdi === null || disk === undefined || disk.isSharable) return [];
  const open = drives()(drive.vdi).filter((other) => other.ref !== ref && other.isAttached && (other.mode === 'RW' || drive.mode === 'RW'));
  const vms = open.flatMap(({ vm }) => (vm === null ? [] : (inventory.vm.get(vm)?.name ?? [])));
  return vms.length === 0 ? [] : [{ rule: 'disk-in-use', vms: [...new Set(vms)].sort() }];
}

function changeProblems(changes: DriveChanges, found: Found, facts: DriveFacts): readonly Problem[] {
  const { drive } = found;
  const now = driveNow(drive, changes);
  if (Object.entries(changes).every(([key, value]) => value === undefined || Reflect.get(now, key) === value)) return [{ rule: 'unchanged' }];
  return [...positionProblems(changes, found, facts.inventory), ...modeProblems(changes, found, facts), ...priorityProblems(changes)];
}

/** What a guest has open stays where it is. */
function positionProblems({ position }: DriveChanges, { ref, drive }: Found, { vbd }: Inventory): readonly Problem[] {
  if (position === undefined || position === drive.position) return [];
  if (!isPosition(position)) return [{ rule: 'bad-position' }];
  const there = [...vbd].find(([other, { vm, position: taken }]) => other !== ref && vm === drive.vm && taken === position)?.[1];
  return [
    ...(drive.isAttached ? [{ rule: 'drive-active' } as const] : []),
    ...(there?.isAttached === true ? [{ rule: 'position-taken', position } as const] : []),
  ];
}

function modeProblems({ isReadOnly }: DriveChanges, { ref, drive, vm }: Found, { inventory, drives }: DriveFacts): readonly Problem[] {
  if (isReadOnly === undefined || isReadOnly === (drive.mode === 'RO')) return [];
  const state: readonly Problem[] = vm.power === 'Halted' ? [] : [{ rule: 'wrong-power-state', power: vm.power, needs: ['Halted'] }];
  return isReadOnly ? state : [...state, ...writingProblems({ ref, drive, vm }, { inventory, drives })];
}

/** Two machines that write to one disk destroy what is on it. */
function writingProblems({ ref, drive }: Found, { inventory, drives }: DriveFacts): readonly Problem[] {
  const disk = drive.vdi === null ? undefined : inventory.vdi.get(drive.vdi);
  const fixed: readonly Problem[] = drive.type === 'CD' || disk?.isReadOnly === true ? [{ rule: 'disk-read-only' }] : [];
  if (drive.vdi === null || disk?.isSharable === true) return fixed;
  const others = drives()(drive.vdi).filter((other) => other.ref !== ref);
  const vms = others.flatMap((other) => (other.vm === null ? [] : (inventory.vm.get(other.vm)?.name ?? [])));
  return vms.length === 0 ? fixed : [...fixed, { rule: 'disk-of-others', vms: [...new Set(vms)].sort() }];
}

function priorityProblems({ priority }: DriveChanges): readonly Problem[] {
  const { first, last } = DRIVE_PRIORITY;
  if (priority === undefined || priority === 'none' || (Number.isInteger(priority) && priority >= first && priority <= last)) return [];
  return [{ rule: 'bad-priority', least: first, most: last }];
}

const MAY_CHANGE_DISCS = ['Halted', 'Running', 'Paused'];

function discProblems({ machine, disc }: DeviceRequestOf<'disc.change'>, inventory: Inventory): readonly Problem[] {
  const vm = inventory.vm.get(machine);
  if (vm === undefined) return [{ rule: 'not-there' }];
  const kind = machineProblem(vm);
  if (kind !== undefined) return [kind];
  const drive = discDriveOf(inventory, machine);
  if (drive === undefined) return [{ rule: 'no-disc-drive' }];
  if (discIn(drive) === disc) return [{ rule: 'unchanged' }];
  return [
    ...busyProblems(drive),
    ...(MAY_CHANGE_DISCS.includes(vm.power) ? [] : [{ rule: 'wrong-power-state', power: vm.power, needs: MAY_CHANGE_DISCS } as const]),
    ...(disc === undefined ? [] : newDiscProblems(disc, vm, inventory)),
  ];
}

function newDiscProblems(ref: RefOf<'vdi'>, vm: Vm, inventory: Inventory): readonly Problem[] {
  const disc = inventory.vdi.get(ref);
  const library = disc === undefined || disc.sr === null ? undefined : inventory.sr.get(disc.sr);
  if (disc === undefined || disc.sr === null || library === undefined) return [{ rule: 'not-there' }];
  if (library.contentType !== 'iso') return [{ rule: 'is-no-disc' }];
  return disc.isMissing ? [{ rule: 'disk-missing' }] : reachProblems(inventory, vm, disc.sr);
}

function newDriveProblems(machine: VmRef, inventory: Inventory): readonly Problem[] {
  const vm = inventory.vm.get(machine);
  if (vm === undefined) return [{ rule: 'not-there' }];
  const kind = machineProblem(vm);
  if (kind !== undefined) return [kind];
  if (discDriveOf(inventory, machine) !== undefined) return [{ rule: 'unchanged' }];
  return vm.power === 'Suspended' ? [{ rule: 'wrong-power-state', power: vm.power, needs: MAY_CHANGE_DISCS }] : [];
}
