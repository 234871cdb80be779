import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';
import { isHardwareAssisted } from './placement.ts';
import type { Problem } from './problem.ts';

/** What stands against a running machine getting or losing a device. */
export function hotplugProblems(inventory: Inventory, vm: Vm, needs: readonly string[] = ['Running']): readonly Problem[] {
  if (vm.power !== 'Running') return [{ rule: 'wrong-power-state', power: vm.power, needs }];
  return [...(isHardwareAssisted(vm) && !hasDrivers(inventory, vm) ? [{ rule: 'no-guest-tools' } as const] : []), ...hostProblems(inventory, vm)];
}

function hasDrivers(inventory: Inventory, { guestMetrics }: Vm): boolean {
  return guestMetrics !== null && inventory.guestMetrics.get(guestMetrics)?.hasDrivers === true;
}

function hostProblems(inventory: Inventory, { residentOn: host }: Vm): readonly Problem[] {
  return host === null || isHostLive(inventory, host) ? [] : [{ rule: 'host-not-live', host: inventory.host.get(host)?.name ?? '' }];
}
