import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { movesWith } from '#shared/domain/rules/disk-rules.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { DiskRequest, DiskRequestOf, DiskSlot } from './disk-request.ts';
import { keeping, type Printed, xe } from './xe-line.ts';

export function diskLines(request: DiskRequest, inventory: Inventory): readonly string[] {
  if (request.kind === 'disk.create') return createLines(request, inventory);
  if (request.kind === 'disk.detach') return detachLines(request, inventory);
  const uuid = inventory.vdi.get(request.disk)?.uuid;
  if (uuid === undefined) return [];
  switch (request.kind) {
    case 'disk.resize':
      return [xe('vdi-resize', { uuid, 'disk-size': String(request.sizeBytes) })];
    case 'disk.move':
      return moveLines(request, uuid, inventory);
    case 'disk.copy':
      return [
        keeping(DISK, xe('vdi-copy', { uuid, 'sr-uuid': srUuid(inventory, request.target) })),
        xe('vdi-param-set', { uuid: DISK, 'name-label': request.name }),
      ];
    case 'disk.attach':
      return attachLines(inventory, request.slot, uuid);
    case 'disk.delete':
      return [xe('vdi-destroy', { uuid })];
    case 'disk.track-changes':
      return [xe(request.isOn ? 'vdi-enable-cbt' : 'vdi-disable-cbt', { uuid })];
    default:
      return unreachable(request);
  }
}

const DISK: Printed = { printed: 'disk' };
const DRIVE: Printed = { printed: 'drive' };

function srUuid(inventory: Inventory, sr: RefOf<'sr'>): string {
  return inventory.sr.get(sr)?.uuid ?? '';
}

function createLines(request: DiskRequestOf<'disk.create'>, inventory: Inventory): readonly string[] {
  const { target, name, description, sizeBytes, slot } = request;
  const make = xe('vdi-create', { 'sr-uuid': srUuid(inventory, target), 'name-label': name, type: 'user', 'virtual-size': String(sizeBytes) });
  const describe = description === '' ? [] : [xe('vdi-param-set', { uuid: DISK, 'name-description': description })];
  const attach = slot === undefined ? [] : attachLines(inventory, slot, DISK);
  return [describe.length + attach.length === 0 ? make : keeping(DISK, make), ...describe, ...attach];
}

function attachLines(inventory: Inventory, slot: DiskSlot, disk: string | Printed): readonly string[] {
  const vm = inventory.vm.get(slot.machine);
  if (vm === undefined) return [];
  const make = xe('vbd-create', {
    'vm-uuid': vm.uuid,
    'vdi-uuid': disk,
    device: slot.position ?? 'autodetect',
    mode: slot.isReadOnly ? 'RO' : 'RW',
    type: 'Disk',
    bootable: String(slot.isBootable),
  });
  return vm.power === 'Running' ? [keeping(DRIVE, make), xe('vbd-plug', { uuid: DRIVE })] : [make];
}

function detachLines({ drive: ref }: DiskRequestOf<'disk.detach'>, inventory: Inventory): readonly string[] {
  const drive = inventory.vbd.get(ref);
  if (drive === undefined) return [];
  const { uuid } = drive;
  return [...(drive.isAttached ? [xe('vbd-unplug', { uuid })] : []), xe('vbd-destroy', { uuid })];
}

function moveLines({ disk, target }: DiskRequestOf<'disk.move'>, uuid: string, inventory: Inventory): readonly string[] {
  const there = { uuid, 'sr-uuid': srUuid(inventory, target) };
  if (movesWith(inventory, disk) !== undefined) return [xe('vdi-pool-migrate', there)];
  const sleeper = [...inventory.vm.values()].find((vm) => vm.suspendVdi === disk);
  const copy = xe('vdi-copy', there);
  // A machine that sleeps has to know where its memory lies before the old image goes.
  const tell = sleeper === undefined ? [] : [xe('vm-param-set', { uuid: sleeper.uuid, 'suspend-VDI-uuid': DISK })];
  return [tell.length === 0 ? copy : keeping(DISK, copy), ...tell, xe('vdi-destroy', { uuid })];
}
