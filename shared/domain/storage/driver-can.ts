import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import { GFS2 } from './driver-terms.ts';

/** What a driver can do, by the names servers have for it. */
export const driverFeatures = [
  'SR_TRIM',
  'THIN_PROVISIONING',
  'VDI_CREATE',
  'VDI_DELETE',
  'VDI_RESIZE',
  'VDI_RESIZE_ONLINE',
  'VDI_SNAPSHOT',
  'VDI_MIRROR',
  'VDI_MIRROR_IN',
  'VDI_CONFIG_CBT',
] as const;
export type DriverFeature = (typeof driverFeatures)[number];

/** A pool that tells of no driver at all is one we are not let see them in: then nothing is refused for it. */
export function driverCan(inventory: Inventory, sr: Pick<RecordOf<'sr'>, 'type'>, feature: DriverFeature): boolean {
  if (inventory.sm.size === 0) return true;
  const driver = [...inventory.sm.values()].find(({ type }) => type === sr.type);
  return driver !== undefined && (feature in driver.features || driver.capabilities.some((name) => name.split('/')[0] === feature));
}

/** Whether a disk takes room only as it is written to. */
export function isThin(inventory: Inventory, sr: Pick<RecordOf<'sr'>, 'type' | 'smConfig'>): boolean {
  if (sr.type === GFS2) return true;
  return sr.smConfig['allocation'] === 'thin' || sr.smConfig['allocation'] === 'xlvhd' || driverCan(inventory, sr, 'THIN_PROVISIONING');
}
