import { unreachable } from '#shared/kernel/unreachable.ts';
import { dateText } from '#simulator/world/times.ts';
import { EPOCH, NULL_REF, type Ref, type Row } from '#simulator/world/value.ts';
import { addDisk } from './add-storage.ts';
import { addDiskSlot, addDriveSlot } from './add-vm-disks.ts';
import { addGuestMetrics } from './add-guest-metrics.ts';
import type { Draft } from './draft.ts';
import type { Guest } from './guests.ts';
import { GIB } from './sizes.ts';
import { days } from './spans.ts';

export interface VmDiskPlan {
  readonly sr: Ref;
  readonly gib: number;
  readonly usedGib?: number;
  readonly name?: string;
}

export type VmState =
  | { readonly is: 'halted' }
  | { readonly is: 'running'; readonly host: Ref; readonly startedMs?: number }
  | { readonly is: 'paused'; readonly host: Ref; readonly startedMs?: number }
  | { readonly is: 'suspended'; readonly sr: Ref };

export interface VmPlan {
  readonly name: string;
  readonly description?: string;
  readonly memoryGib: number;
  readonly vcpus: number;
  readonly state: VmState;
  readonly guest?: Guest;
  /** False where nobody installed the guest tools: no agent, no guest metrics. */
  readonly hasTools?: boolean;
  readonly disks: readonly VmDiskPlan[];
  readonly networks: readonly Ref[];
  /** The first network card's address inside the guest. */
  readonly ip?: string;
  /** A disc left in the drive. */
  readonly iso?: Ref;
  readonly affinity?: Ref;
  readonly tags?: readonly string[];
  readonly haPriority?: '' | 'restart' | 'best-effort';
  readonly order?: number;
}

/** What a release before 8.0 or a later one makes of it is left to the model: fields it lacks fall away. */
export function addVm(draft: Draft, plan: VmPlan): Ref {
  const vm = draft.random.ref();
  const isResident = plan.state.is === 'running' || plan.state.is === 'paused';
  const metrics = addVmMetrics(draft, plan, isResident);
  draft.add('VM', { ...vmRow(draft, plan), ...stateFields(draft, plan), metrics }, vm);
  // A suspended VM keeps its devices "attached": the resume plugs them again.
  const isAttached = plan.state.is !== 'halted';
  plan.disks.forEach((disk, position) => addDiskSlot(draft, { vm, vmName: plan.name, disk, position, isAttached }));
  addDriveSlot(draft, { vm, position: plan.disks.length, iso: plan.iso, isAttached });
  plan.networks.forEach((network, position) => addVif(draft, { vm, network, position, isAttached }));
  if (isResident) addVmConsole(draft, vm, plan.state);
  if (plan.hasTools !== false && plan.guest !== undefined) {
    draft.change('VM', vm, { guest_metrics: addGuestMetrics(draft, { guest: plan.guest, ip: plan.ip, isLive: isResident }) });
  }
  return vm;
}

function vmRow(draft: Draft, plan: VmPlan): Row {
  return {
    name_label: plan.name,
    name_description: plan.description ?? '',
    user_version: 1,
    is_a_template: false,
    tags: plan.tags ?? [],
    ...sizeOf(plan),
    ...hardwareOf(draft, plan),
    ...policyOf(plan),
  };
}

function sizeOf(plan: VmPlan): Row {
  const memory = plan.memoryGib * GIB;
  return {
    memory_static_max: memory,
    memory_dynamic_max: memory,
    memory_dynamic_min: memory,
    memory_static_min: Math.min(memory, GIB),
    memory_target: memory,
    VCPUs_max: plan.vcpus,
    VCPUs_at_startup: plan.vcpus,
  };
}

function hardwareOf(draft: Draft, plan: VmPlan): Row {
  return {
    HVM_boot_policy: 'BIOS order',
    HVM_boot_params: { order: 'cdn', firmware: plan.guest?.isWindows === true ? 'uefi' : 'bios' },
    HVM_shadow_multiplier: 1,
    platform: platformOf(plan),
    other_config: { mac_seed: draft.random.uuid(), base_template_name: plan.guest?.template ?? 'Other install media' },
    bios_strings: { 'bios-vendor': 'Xen', 'bios-version': '', 'system-manufacturer': 'Xen', 'system-product-name': 'HVM domU', 'hp-rombios': '' },
    domain_type: 'hvm',
    generation_id: '',
    has_vendor_device: false,
    hardware_platform_version: 0,
  };
}

function policyOf(plan: VmPlan): Row {
  return {
    affinity: plan.affinity ?? NULL_REF,
    actions_after_shutdown: 'destroy',
    actions_after_reboot: 'restart',
    actions_after_crash: 'restart',
    ha_restart_priority: plan.haPriority ?? '',
    order: plan.order ?? 0,
  };
}

function platformOf(plan: VmPlan): Readonly<Record<string, string>> {
  const isWindows = plan.guest?.isWindows === true;
  return {
    timeoffset: '0',
    'device-model': isWindows ? 'qemu-upstream-uefi' : 'qemu-upstream-compat',
    device_id: isWindows ? '0002' : '0001',
    'cores-per-socket': plan.vcpus % 2 === 0 && plan.vcpus > 2 ? '2' : '1',
    vga: 'std',
    videoram: '8',
    viridian: String(isWindows),
    nx: 'true',
    acpi: '1',
    apic: 'true',
    pae: 'true',
    hpet: 'true',
  };
}

function stateFields(draft: Draft, plan: VmPlan): Row {
  const { state } = plan;
  switch (state.is) {
    case 'halted':
      return { power_state: 'Halted', resident_on: NULL_REF, domid: -1 };
    case 'running':
    case 'paused':
      return {
        power_state: state.is === 'running' ? 'Running' : 'Paused',
        resident_on: state.host,
        domid: nextDomainId(draft, state.host),
        domarch: 'x64',
      };
    case 'suspended':
      return { power_state: 'Suspended', resident_on: NULL_REF, domid: -1, suspend_VDI: addSuspendImage(draft, plan, state.sr) };
    default:
      return unreachable(state);
  }
}

/** Domains are numbered from 1 on each host, in the order they started; 0 is the control domain. */
function nextDomainId(draft: Draft, host: Ref): number {
  const next = (draft.counters.get(host) ?? 0) + 1;
  draft.counters.set(host, next);
  return next;
}

function addSuspendImage(draft: Draft, plan: VmPlan, sr: Ref): Ref {
  return addDisk(draft, { sr, name: 'Suspend image', description: `Suspend image of ${plan.name}`, gib: plan.memoryGib * 1.1, type: 'suspend' });
}

function addVmMetrics(draft: Draft, plan: VmPlan, isResident: boolean): Ref {
  const startedMs = 'startedMs' in plan.state ? (plan.state.startedMs ?? draft.startMs - days(20)) : undefined;
  return draft.add('VM_metrics', {
    memory_actual: isResident ? plan.memoryGib * GIB : 0,
    VCPUs_number: isResident ? plan.vcpus : 0,
    state: isResident ? [plan.state.is] : [],
    start_time: isResident ? dateText(startedMs ?? draft.startMs - days(20)) : EPOCH,
    install_time: dateText(draft.startMs - days(500)),
    last_updated: dateText(draft.startMs),
    hvm: isResident,
    current_domain_type: isResident ? 'hvm' : 'unspecified',
  });
}

function addVif(draft: Draft, plan: { vm: Ref; network: Ref; position: number; isAttached: boolean }): void {
  draft.add('VIF', {
    device: String(plan.position),
    network: plan.network,
    VM: plan.vm,
    MAC: localMacAddress(draft),
    MTU: 1500,
    currently_attached: plan.isAttached,
    MAC_autogenerated: true,
    locking_mode: 'network_default',
    ipv4_configuration_mode: 'None',
    ipv6_configuration_mode: 'None',
  });
}

/** Locally administered: made up, as the server does for a VM's cards. */
function localMacAddress(draft: Draft): string {
  const bytes = [0, 1, 2, 3, 4, 5].map((position) => {
    const byte = draft.random.below(256);
    return (position === 0 ? (byte & 0xfc) | 0x02 : byte).toString(16).padStart(2, '0');
  });
  return bytes.join(':');
}

function addVmConsole(draft: Draft, vm: Ref, state: VmState): void {
  if (!('host' in state)) return;
  const uuid = draft.random.uuid();
  const address = draft.row('host', state.host)['address'];
  draft.add('console', { uuid, protocol: 'rfb', VM: vm, location: `https://${String(address)}/console?uuid=${uuid}` });
}
