import { flag, type FieldsOf, moment, number, references, text, textMap, textSet, type ValueOf } from '#shared/domain/inventory/field.ts';
import type { HostRecord } from '#shared/xapi/generated/records/host.ts';
import type { NetworkRecord } from '#shared/xapi/generated/records/network.ts';
import type { PoolRecord } from '#shared/xapi/generated/records/pool.ts';
import type { SRRecord } from '#shared/xapi/generated/records/sr.ts';
import type { VDIRecord } from '#shared/xapi/generated/records/vdi.ts';
import type { VMRecord } from '#shared/xapi/generated/records/vm.ts';

/** Facts that only the page of one object shows: asked for when it is looked at, and not kept for all objects. */
export const detailFields = {
  pool: {
    isLivePatchingDisabled: flag('live_patching_disabled', false),
    repositories: references('repositories', 'Repository'),
    lastUpdateSync: moment('last_update_sync'),
    isUpdateSyncEnabled: flag('update_sync_enabled', false),
    hasMigrationCompression: flag('migration_compression', false),
    hasClientCertificateLogin: flag('client_certificate_auth_enabled', false),
  },
  host: {
    authType: text('external_auth_type'),
    domain: text('external_auth_service_name'),
    licenseServer: textMap('license_server'),
    verifiesTls: flag('tls_verification_enabled', false),
    updates: references('updates', 'pool_update'),
    patches: references('patches', 'host_patch'),
    updatesRequiringReboot: references('updates_requiring_reboot', 'pool_update'),
    areLatestUpdatesApplied: text('latest_synced_updates_applied'),
    lastSoftwareUpdate: moment('last_software_update'),
    recommendedGuidances: textSet('pending_guidances_recommended'),
    fullGuidances: textSet('pending_guidances_full'),
    isSshEnabled: flag('ssh_enabled', true),
    acceptsOnlyHttps: flag('https_only', false),
    timezone: text('timezone'),
    numaPolicy: text('numa_affinity_policy'),
  },
  vm: {
    platform: textMap('platform'),
    bootParameters: textMap('HVM_boot_params'),
    pvArguments: text('PV_args'),
    pvBootloader: text('PV_bootloader'),
    vcpuParameters: textMap('VCPUs_params'),
    afterShutdown: text('actions_after_shutdown'),
    afterReboot: text('actions_after_reboot'),
    afterCrash: text('actions_after_crash'),
    vtpms: references('VTPMs', 'VTPM'),
    biosStrings: textMap('bios_strings'),
    hardwareVersion: number('hardware_platform_version'),
    hasVendorDevice: flag('has_vendor_device', false),
    snapshots: references('snapshots', 'VM'),
    recommendations: text('recommendations'),
  },
  sr: {
    isClustered: flag('clustered', false),
    hasLocalCache: flag('local_cache_enabled', false),
  },
  vdi: {
    location: text('location'),
    hasChangedBlockTracking: flag('cbt_enabled', false),
    onBoot: text('on_boot'),
    smConfig: textMap('sm_config'),
  },
  network: {
    defaultLockingMode: text('default_locking_mode'),
  },
} as const satisfies {
  readonly pool: FieldsOf<PoolRecord>;
  readonly host: FieldsOf<HostRecord>;
  readonly vm: FieldsOf<VMRecord>;
  readonly sr: FieldsOf<SRRecord>;
  readonly vdi: FieldsOf<VDIRecord>;
  readonly network: FieldsOf<NetworkRecord>;
};

export type DetailClass = keyof typeof detailFields;
// The table has exactly the classes of its own type.
export const detailClasses = Object.keys(detailFields) as readonly DetailClass[] as readonly [DetailClass, ...DetailClass[]];

/** What a server said of one object; what its release does not have is absent, never a guess. */
export type Details<C extends DetailClass> = { readonly [F in keyof (typeof detailFields)[C]]?: ValueOf<(typeof detailFields)[C][F]> };
