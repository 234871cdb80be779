import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { NetworkPurpose } from '#shared/domain/operations/network-request.ts';

/** Names an interface that has an address of its own; XenCenter writes it and shows what it says. */
export const PURPOSE_KEY = 'management_purpose';
export const STORAGE_LABEL = 'Storage';

/** Where a pool says which network its machines move and are backed up over; Xen Orchestra goes by them. */
export const purposeKeys = { migration: 'xo:migrationNetwork', backup: 'xo:backupNetwork' } as const;

export const networkPurposes: readonly NetworkPurpose[] = ['storage', 'migration', 'backup'];

export function purposesOf(inventory: Inventory, ref: RefOf<'network'>): readonly NetworkPurpose[] {
  const uuid = inventory.network.get(ref)?.uuid ?? '';
  const config = onlyPool(inventory)?.pool.otherConfig ?? {};
  const is: Readonly<Record<NetworkPurpose, boolean>> = {
    storage: [...inventory.pif.values()].some((pif) => pif.network === ref && (pif.otherConfig[PURPOSE_KEY] ?? '') !== ''),
    migration: config[purposeKeys.migration] === uuid,
    backup: config[purposeKeys.backup] === uuid,
  };
  return networkPurposes.filter((purpose) => is[purpose]);
}

export function carriesManagement(inventory: Inventory, ref: RefOf<'network'>): boolean {
  return [...inventory.pif.values()].some((pif) => pif.network === ref && pif.isManagement);
}
