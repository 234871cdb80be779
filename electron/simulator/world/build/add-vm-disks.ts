import { NULL_REF, type Ref } from '#simulator/world/value.ts';
import { addDisk } from './add-storage.ts';
import type { VmDiskPlan } from './add-vm.ts';
import type { Draft } from './draft.ts';

/** The drive sits in slot 3 unless disks have taken it, as the templates provision it. */
const DRIVE_SLOT = 3;

const deviceName = (slot: number): string => `xvd${String.fromCharCode('a'.charCodeAt(0) + slot)}`;

export function addDiskSlot(draft: Draft, plan: { vm: Ref; vmName: string; disk: VmDiskPlan; position: number; isAttached: boolean }): Ref {
  const { disk } = plan;
  const slot = plan.position < DRIVE_SLOT ? plan.position : plan.position + 1;
  const vdi = addDisk(draft, {
    sr: disk.sr,
    name: disk.name ?? `${plan.vmName} ${plan.position}`,
    description: 'Created by template provisioner',
    gib: disk.gib,
    ...(disk.usedGib === undefined ? {} : { usedGib: disk.usedGib }),
  });
  draft.add('VBD', {
    ...emptySlot(plan.vm, slot),
    VDI: vdi,
    device: deviceName(slot),
    bootable: plan.position === 0,
    mode: 'RW',
    type: 'Disk',
    unpluggable: true,
    empty: false,
    currently_attached: plan.isAttached,
  });
  return vdi;
}

export function addDriveSlot(draft: Draft, plan: { vm: Ref; position: number; iso: Ref | undefined; isAttached: boolean }): Ref {
  return draft.add('VBD', {
    ...emptySlot(plan.vm, DRIVE_SLOT),
    VDI: plan.iso ?? NULL_REF,
    device: plan.isAttached ? deviceName(DRIVE_SLOT) : '',
    bootable: true,
    mode: 'RO',
    type: 'CD',
    unpluggable: false,
    empty: plan.iso === undefined,
    currently_attached: plan.isAttached,
  });
}

function emptySlot(vm: Ref, slot: number) {
  return {
    VM: vm,
    userdevice: String(slot),
    storage_lock: false,
    other_config: {},
    status_code: 0,
    status_detail: '',
    runtime_properties: {},
    qos_algorithm_type: '',
    qos_algorithm_params: {},
    qos_supported_algorithms: [],
  };
}
