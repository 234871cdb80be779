import type { Draft } from './draft.ts';
import { type StorageDriver, storageDrivers } from './storage-drivers.ts';

/** Resetting a disk at boot is at its second revision; every other feature is at its first. */
const featureVersion = (feature: string): number => (feature === 'VDI_RESET_ON_BOOT' ? 2 : 1);

export function addStorageDrivers(draft: Draft): void {
  for (const driver of storageDrivers) addStorageDriver(draft, driver);
}

export function addStorageDriver(draft: Draft, driver: StorageDriver): void {
  draft.add('SM', {
    name_label: driver.name,
    name_description: driver.description,
    type: driver.type,
    vendor: 'Citrix Systems Inc',
    copyright: '(C) 2008 Citrix Systems Inc',
    version: '1.0',
    required_api_version: driver.requiredApiVersion ?? '1.0',
    configuration: driver.configuration,
    capabilities: driver.features,
    features: Object.fromEntries(driver.features.map((feature) => [feature, featureVersion(feature)])),
    driver_filename: `/opt/xensource/sm/${driver.type.toUpperCase()}SR`,
    required_cluster_stack: driver.requiredClusterStack ?? [],
  });
}
