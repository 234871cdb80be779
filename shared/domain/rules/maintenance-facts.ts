import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, VmRef } from '#shared/domain/inventory/watched.ts';

/** Entries of other_config that other clients read and write too. */
export const MAINTENANCE_KEY = 'MAINTENANCE_MODE';
export const EVACUATED_KEYS = {
  Running: 'MAINTENANCE_MODE_EVACUATED_VMS_MIGRATED',
  Suspended: 'MAINTENANCE_MODE_EVACUATED_VMS_SUSPENDED',
  Halted: 'MAINTENANCE_MODE_EVACUATED_VMS_HALTED',
} as const;

export function isInMaintenance(host: Host): boolean {
  return host.otherConfig[MAINTENANCE_KEY] === 'true';
}

export interface Evacuated {
  readonly vm: VmRef;
  readonly name: string;
  readonly power: keyof typeof EVACUATED_KEYS;
}

/** The VMs that were here when the host was emptied and are not as they were, with what they were. */
export function evacuatedFrom(inventory: Inventory, host: Host): readonly Evacuated[] {
  const byUuid = new Map([...inventory.vm].map(([ref, vm]) => [vm.uuid, { ref, vm }]));
  const powers = ['Running', 'Suspended', 'Halted'] as const;
  return powers.flatMap((power) =>
    (host.otherConfig[EVACUATED_KEYS[power]] ?? '')
      .split(',')
      .flatMap((uuid) => byUuid.get(uuid.trim()) ?? [])
      .filter(({ vm }) => vm.power !== 'Running' || vm.residentOn === null || inventory.host.get(vm.residentOn)?.uuid !== host.uuid)
      .map(({ ref, vm }) => ({ vm: ref, name: vm.name, power })),
  );
}
