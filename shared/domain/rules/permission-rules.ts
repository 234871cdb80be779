import { type Access, mayCall } from '#shared/domain/connection/permissions.ts';
import { placeOf } from '#shared/domain/operations/property.ts';
import type { EditableClass, EditRequest, HaRequest, OperationRequest, RequestOf } from '#shared/domain/operations/request.ts';
import { type CardChanges, type DeviceRequest, type DriveChanges, isDeviceRequest } from '#shared/domain/operations/device-request.ts';
import { type DiskRequest, isDiskRequest } from '#shared/domain/operations/disk-request.ts';
import { isNetworkRequest, type NetworkRequest, type NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { isNewVmRequest, type NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { isPoolRequest, type PoolRequest } from '#shared/domain/operations/pool-request.ts';
import { type PoolSetting, poolSettingNames } from '#shared/domain/operations/pool-settings.ts';
import { isStorageRequest, type StorageRequest } from '#shared/domain/operations/storage-request.ts';
import { snapshotCall, type VmRequest } from '#shared/domain/operations/vm-request.ts';
import type { VmSetting } from '#shared/domain/operations/vm-settings.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Problem } from './problem.ts';
import { vmOperation } from './vm-operation.ts';

/** What the server calls the classes, at the front of its calls. */
export const editedClass = {
  pool: 'pool',
  host: 'host',
  vm: 'VM',
  sr: 'SR',
  network: 'network',
  vdi: 'VDI',
  appliance: 'VM_appliance',
} as const satisfies Record<EditableClass, string>;

interface NeededCall {
  readonly call: string;
  readonly detail?: string;
}

/** The calls that will be made. Whose task it is to cancel nobody can see beforehand, so that is the server's to refuse. */
function neededCalls(request: OperationRequest): readonly NeededCall[] {
  switch (request.kind) {
    case 'server.reconnect':
    case 'task.cancel':
    case 'host.repair':
      return [];
    case 'alerts.dismiss':
      return [{ call: 'message.destroy' }];
    case 'ha.enable':
      return [...settingCalls(request.settings), { call: 'pool.set_ha_host_failures_to_tolerate' }, { call: 'pool.enable_ha' }];
    case 'ha.disable':
      return [{ call: 'pool.disable_ha' }];
    case 'ha.configure':
      return [...settingCalls(request.settings), ...(request.failures === undefined ? [] : [{ call: 'pool.set_ha_host_failures_to_tolerate' }])];
    default:
      return objectCalls(request);
  }
}

type ObjectRequest = Exclude<OperationRequest, HaRequest | RequestOf<'server.reconnect' | 'host.repair' | 'task.cancel' | 'alerts.dismiss'>>;

function objectCalls(request: ObjectRequest): readonly NeededCall[] {
  if (isDiskRequest(request)) return diskCalls[request.kind].map((call) => ({ call }));
  if (request.kind === 'pool.configure')
    return poolSettingNames.filter((name) => request.changes[name] !== undefined).flatMap((name) => poolSettingCalls[name]);
  if (isDeviceRequest(request)) return deviceCalls(request).map((call) => ({ call }));
  if (isPoolRequest(request)) return memberCalls[request.kind].map((call) => ({ call }));
  if (isStorageRequest(request)) return storageCalls[request.kind].map((call) => ({ call }));
  if (isNewVmRequest(request)) return newVmCalls(request).map((call) => ({ call }));
  if (isNetworkRequest(request)) return networkCalls(request).map((call) => ({ call }));
  return 'vm' in request ? vmCalls(request) : editCalls(request);
}

function vmCalls(request: VmRequest): readonly NeededCall[] {
  switch (request.kind) {
    case 'vm.delete':
      return [{ call: 'VM.destroy' }, ...(request.disks.length === 0 ? [] : [{ call: 'VDI.destroy' }])];
    case 'vm.relocate':
      return [{ call: 'VM.migrate_send' }];
    case 'vm.recover':
      return [{ call: 'VM.power_state_reset' }, ...(request.host === undefined ? [] : [{ call: 'VM.start_on' }])];
    case 'vm.to-template':
      return [{ call: 'VM.set_is_a_template' }];
    case 'vm.configure':
      return callsOf(request.changes, vmSetters).map((call) => ({ call }));
    case 'vm.copy':
      return [{ call: request.to === undefined ? 'VM.clone' : 'VM.copy' }];
    case 'vm.snapshot':
      return [{ call: `VM.${snapshotCall[request.keeps]}` }];
    case 'vm.revert':
      return [...(request.keepAs === undefined ? [] : [{ call: 'VM.snapshot' }]), { call: 'VM.revert' }];
    case 'vm.delete-snapshot':
      return [{ call: 'VM.destroy' }, { call: 'VDI.destroy' }];
    case 'vm.from-snapshot':
      return [{ call: 'VM.clone' }, ...(request.as === 'vm' ? [{ call: 'VM.set_is_a_template' }] : [])];
    default:
      return [{ call: vmOperation(request).call }];
  }
}

function newVmCalls({ copyTo, disks, startsAfter }: NewVmRequest): readonly string[] {
  return [
    copyTo === undefined ? 'VM.clone' : 'VM.copy',
    'VM.provision',
    ...(disks.length === 0 ? [] : ['VDI.create']),
    'VBD.create',
    'VIF.create',
    ...(startsAfter ? ['VM.start'] : []),
  ];
}

function settingCalls(settings: readonly unknown[]): readonly NeededCall[] {
  return settings.length === 0 ? [] : ['VM.set_ha_restart_priority', 'VM.set_order', 'VM.set_start_delay'].map((call) => ({ call }));
}

const memberCalls: Readonly<Record<PoolRequest['kind'], readonly string[]>> = {
  // Asked of the host that joins, where the account may have another role.
  'pool.join': [],
  'pool.eject': ['pool.eject'],
  'pool.designate-master': ['pool.designate_new_master'],
  'pool.recover-members': ['pool.recover_slaves'],
  'pool.verify-tls': ['pool.enable_tls_verification'],
  'pool.configure': [],
  'pool.roll': ['host.disable', 'host.evacuate', 'host.reboot', 'host.enable', 'pool.designate_new_master'],
  'host.keep-address': ['PIF.reconfigure_ip'],
  'host.set-edition': ['host.apply_edition'],
  'host.leave-directory': ['host.disable_external_auth'],
  'host.join-directory': ['host.enable_external_auth'],
  'host.enter-maintenance': ['host.disable', 'host.evacuate'],
  'host.exit-maintenance': ['host.enable'],
  'host.reboot': ['host.disable', 'host.reboot'],
  'host.shut-down': ['host.disable', 'host.shutdown'],
  'host.power-on': ['host.power_on'],
  'host.restart-toolstack': ['host.restart_agent'],
  'host.configure': ['host.set_iscsi_iqn'],
};

const poolSettingCalls: Readonly<Record<PoolSetting, readonly NeededCall[]>> = {
  name: [{ call: 'pool.set_name_label' }],
  description: [{ call: 'pool.set_name_description' }],
  tags: [{ call: 'pool.set_tags' }],
  defaultSr: [{ call: 'pool.set_default_SR' }],
  suspendImageSr: [{ call: 'pool.set_suspend_image_SR' }],
  crashDumpSr: [{ call: 'pool.set_crash_dump_SR' }],
  migrationNetwork: [{ call: 'pool.remove_from_other_config' }, { call: 'pool.add_to_other_config' }],
  compressesMigration: [{ call: 'pool.set_migration_compression' }],
  mayOvercommitHa: [{ call: 'pool.set_ha_allow_overcommit' }],
  isIgmpSnooping: [{ call: 'pool.set_igmp_snooping_enabled' }],
  isLivePatchingOff: [{ call: 'pool.set_live_patching_disabled' }],
};

const PLUG = ['PBD.create', 'PBD.plug'];

const storageCalls: Readonly<Record<StorageRequest['kind'], readonly string[]>> = {
  'sr.create': ['SR.create', 'PBD.plug'],
  'sr.introduce': ['SR.introduce', ...PLUG],
  'sr.repair': PLUG,
  'sr.detach': ['PBD.unplug'],
  'sr.forget': ['PBD.unplug', 'SR.forget'],
  'sr.destroy': ['PBD.unplug', 'SR.destroy'],
  'sr.rescan': ['SR.scan'],
  'sr.set-default': ['pool.set_default_SR', 'pool.set_suspend_image_SR', 'pool.set_crash_dump_SR'],
  'sr.trim': ['host.call_plugin'],
};

const diskCalls: Readonly<Record<DiskRequest['kind'], readonly string[]>> = {
  'disk.create': ['VDI.create'],
  'disk.resize': ['VDI.resize'],
  'disk.move': ['VDI.pool_migrate'],
  'disk.copy': ['VDI.copy'],
  'disk.attach': ['VBD.create', 'VBD.plug'],
  'disk.detach': ['VBD.unplug', 'VBD.destroy'],
  'disk.delete': ['VDI.destroy'],
  'disk.track-changes': ['VDI.enable_cbt', 'VDI.disable_cbt'],
};

const vmSetters: Readonly<Record<VmSetting, readonly string[]>> = {
  name: ['VM.set_name_label'],
  description: ['VM.set_name_description'],
  tags: ['VM.set_tags'],
  vcpusMax: ['VM.set_VCPUs_max'],
  vcpus: ['VM.set_VCPUs_at_startup'],
  coresPerSocket: ['VM.add_to_platform'],
  weight: ['VM.add_to_VCPUs_params'],
  memory: ['VM.set_memory_limits'],
  bootOrder: ['VM.add_to_HVM_boot_params'],
  firmware: ['VM.add_to_HVM_boot_params'],
  isSecureBoot: ['VM.add_to_platform'],
  kernelArguments: ['VM.set_PV_args'],
  home: ['VM.set_affinity'],
  shadowMultiplier: ['VM.set_HVM_shadow_multiplier'],
  startsWithHost: ['VM.add_to_other_config'],
};

const driveSetters: Readonly<Record<keyof DriveChanges, readonly string[]>> = {
  position: ['VBD.set_userdevice'],
  isReadOnly: ['VBD.set_mode'],
  isBootable: ['VBD.set_bootable'],
  priority: ['VBD.set_qos_algorithm_type', 'VBD.set_qos_algorithm_params'],
};

const cardSetters: Readonly<Record<keyof CardChanges, readonly string[]>> = {
  network: ['VIF.move'],
  mac: ['VIF.destroy', 'VIF.create'],
  limitKbps: ['VIF.set_qos_algorithm_type', 'VIF.set_qos_algorithm_params'],
  locking: ['VIF.set_locking_mode'],
  ipv4Allowed: ['VIF.set_ipv4_allowed'],
  ipv6Allowed: ['VIF.set_ipv6_allowed'],
};

/** Only what is to be changed has to be allowed. */
function callsOf<K extends string>(changes: { readonly [key in K]?: unknown }, setters: Readonly<Record<K, readonly string[]>>): readonly string[] {
  return Object.entries<readonly string[]>(setters).flatMap(([name, calls]) => (Reflect.get(changes, name) === undefined ? [] : calls));
}

function deviceCalls(request: DeviceRequest): readonly string[] {
  switch (request.kind) {
    case 'drive.change':
      return callsOf(request.changes, driveSetters);
    case 'drive.plug':
      return [request.isOn ? 'VBD.plug' : 'VBD.unplug'];
    case 'disc.change':
      return request.disc === undefined ? ['VBD.eject'] : ['VBD.eject', 'VBD.insert'];
    case 'disc.add-drive':
      return ['VBD.create'];
    case 'card.create':
      return ['VIF.create', 'VIF.plug'];
    case 'card.change':
      return callsOf(request.changes, cardSetters);
    case 'card.plug':
      return [request.isOn ? 'VIF.plug' : 'VIF.unplug'];
    case 'card.delete':
      return ['VIF.unplug', 'VIF.destroy'];
    default:
      return unreachable(request);
  }
}

function networkCalls(request: NetworkRequest): readonly string[] {
  if (request.kind === 'network.destroy') return ['VLAN.destroy', 'Bond.destroy', 'network_sriov.destroy', 'network.destroy'];
  if (request.kind === 'network.set-bond') return ['Bond.set_mode', 'Bond.set_property'];
  if (request.kind === 'network.plug') return ['PIF.plug'];
  if (request.kind === 'network.rescan') return ['PIF.scan'];
  if (request.kind === 'network.build-storage') return ['network.create', 'Bond.create', 'pool.create_VLAN_from_PIF', 'PIF.reconfigure_ip'];
  if (request.kind === 'network.address') return ['PIF.reconfigure_ip', ...ipv6Calls(request)];
  if (request.kind === 'network.move-management') return ['PIF.set_primary_address_type', 'host.management_reconfigure'];
  if (request.kind === 'network.configure') return configureCalls(request);
  return ['network.create', ...uplinkCalls[request.uplink.is]];
}

function ipv6Calls({ addresses }: NetworkRequestOf<'network.address'>): readonly string[] {
  return addresses.some(({ ipv6 }) => ipv6 !== undefined) ? ['PIF.reconfigure_ipv6'] : [];
}

const uplinkCalls: Readonly<Record<NetworkRequestOf<'network.create'>['uplink']['is'], readonly string[]>> = {
  none: [],
  vlan: ['pool.create_VLAN_from_PIF'],
  bond: ['Bond.create'],
  sriov: ['network_sriov.create'],
};

function configureCalls({ mtu, isAutomatic, purposes }: NetworkRequestOf<'network.configure'>): readonly string[] {
  return [
    ...(mtu === undefined ? [] : ['network.set_MTU']),
    ...(isAutomatic === undefined ? [] : ['network.add_to_other_config']),
    ...(purposes === undefined ? [] : ['pool.add_to_other_config', 'PIF.add_to_other_config']),
  ];
}

function editCalls(request: EditRequest): readonly NeededCall[] {
  const place = placeOf(request);
  const name = editedClass[request.class];
  if (place.in !== 'other_config') return [{ call: `${name}.set_${place.in}` }];
  const detail = place.permission;
  const listing = request.kind === 'object.set-custom-field' && request.value !== '' ? [{ call: 'pool.add_to_gui_config' }] : [];
  return [...listing, { call: `${name}.remove_from_other_config`, detail }, { call: `${name}.add_to_other_config`, detail }];
}

export function permissionProblems(request: OperationRequest, access: Access | undefined): readonly Problem[] {
  if (access === undefined) return [];
  const refused = neededCalls(request).find(({ call, detail }) => !mayCall(access, call, detail));
  return refused === undefined ? [] : [{ rule: 'not-permitted', call: refused.call }];
}
