import { isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm } from '#shared/domain/inventory/watched.ts';

/** Where the memory of a host is; the parts add up to the whole. */
export interface HostMemory {
  readonly totalBytes: number;
  /** The hypervisor and the control domain. */
  readonly systemBytes: number;
  readonly vmBytes: number;
  readonly freeBytes: number;
  readonly vms: number;
}

/** undefined while the host has not said how much it has. */
export function memoryOfHost(inventory: Inventory, host: HostRef): HostMemory | undefined {
  return memoryOf(inventory, { host, residents: [...inventory.vm.values()].filter((vm) => vm.residentOn === host) });
}

/** Of all hosts at once, in one pass over the VMs. */
export function memoryByHost(inventory: Inventory): ReadonlyMap<HostRef, HostMemory> {
  const residents = Map.groupBy(inventory.vm.values(), (vm) => vm.residentOn);
  return new Map(
    [...inventory.host.keys()].flatMap((host) => {
      const memory = memoryOf(inventory, { host, residents: residents.get(host) ?? [] });
      return memory === undefined ? [] : [[host, memory] as const];
    }),
  );
}

/** Servers leave their own figure of what is free at nothing, so it is what the domains have not taken. */
function memoryOf(inventory: Inventory, { host, residents }: { readonly host: HostRef; readonly residents: readonly Vm[] }): HostMemory | undefined {
  const record = inventory.host.get(host);
  const metrics = record === undefined || record.metrics === null ? undefined : inventory.hostMetrics.get(record.metrics);
  if (record === undefined || metrics === undefined || metrics.memoryTotal === 0) return undefined;
  const { memoryTotal: totalBytes } = metrics;
  const domains = residents.filter((vm) => vm.isControlDomain);
  const vms = residents.filter(isOrdinaryVm);
  const systemBytes = Math.min(totalBytes, record.memoryOverhead + takenBy(inventory, domains));
  const vmBytes = Math.min(totalBytes - systemBytes, takenBy(inventory, vms));
  return { totalBytes, systemBytes, vmBytes, freeBytes: totalBytes - systemBytes - vmBytes, vms: vms.length };
}

function takenBy(inventory: Inventory, vms: readonly Vm[]): number {
  return vms.reduce((sum, vm) => sum + vm.memoryOverhead + actualBytes(inventory, vm), 0);
}

function actualBytes(inventory: Inventory, vm: Vm): number {
  const actual = vm.metrics === null ? undefined : inventory.vmMetrics.get(vm.metrics)?.memoryActual;
  return actual ?? vm.memoryDynamicMax;
}
