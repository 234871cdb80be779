import type { CertificateRecord } from '#shared/xapi/generated/records/certificate.ts';
import type { ConsoleRecord } from '#shared/xapi/generated/records/console.ts';
import type { HostMetricsRecord } from '#shared/xapi/generated/records/host-metrics.ts';
import type { HostRecord } from '#shared/xapi/generated/records/host.ts';
import type { PoolRecord } from '#shared/xapi/generated/records/pool.ts';
import type { VMApplianceRecord } from '#shared/xapi/generated/records/vm-appliance.ts';
import type { VMGuestMetricsRecord } from '#shared/xapi/generated/records/vm-guest-metrics.ts';
import type { VMMetricsRecord } from '#shared/xapi/generated/records/vm-metrics.ts';
import type { VMSSRecord } from '#shared/xapi/generated/records/vmss.ts';
import type { VMRecord } from '#shared/xapi/generated/records/vm.ts';
import { type FieldsOf, flag, moment, number, reference, references, text, textMap, textSet } from './field.ts';

/** What is watched of pools, hosts and virtual machines. */
export const watchedCompute = {
  pool: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    master: reference('master', 'host'),
    defaultSr: reference('default_SR', 'SR'),
    suspendImageSr: reference('suspend_image_SR', 'SR'),
    crashDumpSr: reference('crash_dump_SR', 'SR'),
    tags: textSet('tags'),
    otherConfig: textMap('other_config'),
    currentOperations: textMap('current_operations'),
    isHaEnabled: flag('ha_enabled', false),
    haConfiguration: textMap('ha_configuration'),
    haStatefiles: textSet('ha_statefiles'),
    haFailuresToTolerate: number('ha_host_failures_to_tolerate'),
    haPlanExistsFor: number('ha_plan_exists_for'),
    mayOvercommitHa: flag('ha_allow_overcommit', false),
    isHaOvercommitted: flag('ha_overcommitted', false),
    haClusterStack: text('ha_cluster_stack'),
    restrictions: textMap('restrictions'),
    cpuInfo: textMap('cpu_info'),
    isIgmpSnooping: flag('igmp_snooping_enabled', false),
    verifiesTls: flag('tls_verification_enabled', false),
    compressesMigration: flag('migration_compression', false),
    isLivePatchingOff: flag('live_patching_disabled', false),
  },
  host: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    hostname: text('hostname'),
    address: text('address'),
    isEnabled: flag('enabled', true),
    metrics: reference('metrics', 'host_metrics'),
    controlDomain: reference('control_domain', 'VM'),
    software: textMap('software_version'),
    edition: text('edition'),
    licenseParameters: textMap('license_params'),
    cpuInfo: textMap('cpu_info'),
    biosStrings: textMap('bios_strings'),
    capabilities: textSet('capabilities'),
    memoryOverhead: number('memory_overhead'),
    currentOperations: textMap('current_operations'),
    tags: textSet('tags'),
    otherConfig: textMap('other_config'),
    logging: textMap('logging'),
    powerOnMode: text('power_on_mode'),
    suspendImageSr: reference('suspend_image_sr', 'SR'),
    crashDumpSr: reference('crash_dump_sr', 'SR'),
    haStatefiles: textSet('ha_statefiles'),
    haNetworkPeers: textSet('ha_network_peers'),
    iqn: text('iscsi_iqn'),
    isMultipathing: flag('multipathing', false),
    pendingGuidances: textSet('pending_guidances'),
  },
  hostMetrics: {
    isLive: flag('live', false),
    memoryTotal: number('memory_total'),
    memoryFree: number('memory_free'),
  },
  certificate: {
    host: reference('host', 'host'),
    type: text('type'),
    fingerprint: text('fingerprint'),
    validFrom: moment('not_before'),
    validTo: moment('not_after'),
  },
  vm: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    power: text('power_state'),
    isTemplate: flag('is_a_template', false),
    isDefaultTemplate: flag('is_default_template', false),
    isSnapshot: flag('is_a_snapshot', false),
    isControlDomain: flag('is_control_domain', false),
    residentOn: reference('resident_on', 'host'),
    scheduledOn: reference('scheduled_to_be_resident_on', 'host'),
    affinity: reference('affinity', 'host'),
    metrics: reference('metrics', 'VM_metrics'),
    guestMetrics: reference('guest_metrics', 'VM_guest_metrics'),
    currentOperations: textMap('current_operations'),
    blockedOperations: textMap('blocked_operations'),
    tags: textSet('tags'),
    otherConfig: textMap('other_config'),
    memoryStaticMin: number('memory_static_min'),
    memoryStaticMax: number('memory_static_max'),
    memoryDynamicMin: number('memory_dynamic_min'),
    memoryDynamicMax: number('memory_dynamic_max'),
    memoryOverhead: number('memory_overhead'),
    shadowMultiplier: number('HVM_shadow_multiplier', 1),
    vcpusMax: number('VCPUs_max'),
    vcpusAtStartup: number('VCPUs_at_startup'),
    domainType: text('domain_type'),
    hvmBootPolicy: text('HVM_boot_policy'),
    pvArguments: text('PV_args'),
    bootParameters: textMap('HVM_boot_params'),
    platform: textMap('platform'),
    vcpuParameters: textMap('VCPUs_params'),
    haRestartPriority: text('ha_restart_priority'),
    isAlwaysRun: flag('ha_always_run', false),
    order: number('order'),
    startDelay: number('start_delay'),
    shutdownDelay: number('shutdown_delay'),
    appliance: reference('appliance', 'VM_appliance'),
    snapshotOf: reference('snapshot_of', 'VM'),
    snapshotTime: moment('snapshot_time'),
    snapshotSchedule: reference('snapshot_schedule', 'VMSS'),
    isOfSchedule: flag('is_vmss_snapshot', false),
    parent: reference('parent', 'VM'),
    suspendVdi: reference('suspend_VDI', 'VDI'),
    suspendSr: reference('suspend_SR', 'SR'),
    attachedPcis: references('attached_PCIs', 'PCI'),
    vgpus: references('VGPUs', 'VGPU'),
    vusbs: references('VUSBs', 'VUSB'),
    needsReboot: flag('requires_reboot', false),
    lastBootProcessor: textMap('last_boot_CPU_flags'),
  },
  vmMetrics: {
    memoryActual: number('memory_actual'),
    vcpus: number('VCPUs_number'),
    startTime: moment('start_time'),
    installTime: moment('install_time'),
    isImmobile: flag('nomigrate', false),
    usesNestedVirtualisation: flag('nested_virt', false),
    domainType: text('current_domain_type'),
  },
  guestMetrics: {
    networks: textMap('networks'),
    os: textMap('os_version'),
    driversVersion: textMap('PV_drivers_version'),
    areDriversUpToDate: flag('PV_drivers_up_to_date', false),
    hasDrivers: flag('PV_drivers_detected', false),
    features: textMap('other'),
  },
  appliance: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    currentOperations: textMap('current_operations'),
  },
  snapshotSchedule: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    isEnabled: flag('enabled', false),
    type: text('type'),
    retained: number('retained_snapshots'),
    frequency: text('frequency'),
    schedule: textMap('schedule'),
    lastRun: moment('last_run_time'),
  },
  console: {
    protocol: text('protocol'),
    location: text('location'),
    vm: reference('VM', 'VM'),
  },
} as const satisfies {
  readonly pool: FieldsOf<PoolRecord>;
  readonly host: FieldsOf<HostRecord>;
  readonly hostMetrics: FieldsOf<HostMetricsRecord>;
  readonly certificate: FieldsOf<CertificateRecord>;
  readonly vm: FieldsOf<VMRecord>;
  readonly vmMetrics: FieldsOf<VMMetricsRecord>;
  readonly guestMetrics: FieldsOf<VMGuestMetricsRecord>;
  readonly appliance: FieldsOf<VMApplianceRecord>;
  readonly snapshotSchedule: FieldsOf<VMSSRecord>;
  readonly console: FieldsOf<ConsoleRecord>;
};
