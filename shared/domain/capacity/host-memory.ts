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
}

/** undefined while the host has not said how much it has. */
export function memoryOfHost(inventory: Inventory, host: HostRef): HostMemory | undefined {
  const record = inventory.host.get(host);
  const metrics = record?.metrics === undefined || record.metrics === null ? undefined : inventory.hostMetrics.get(record.metrics);
  if (record === undefined || metrics === undefined || metrics.memoryTotal === 0) return undefined;
  const { memoryTotal: totalBytes } = metrics;
  const freeBytes = Math.min(totalBytes, Math.max(0, metrics.memoryFree));
  const domain = record.controlDomain === null ? undefined : inventory.vm.get(record.controlDomain);
  const systemBytes = Math.min(totalBytes - freeBytes, record.memoryOverhead + (domain === undefined ? 0 : actualBytes(inventory, domain)));
  // Not the sum over its VMs: a VM that is just moving in has its memory before it has a record here.
  const vmBytes = totalBytes - freeBytes - systemBytes;
  return { totalBytes, systemBytes, vmBytes, freeBytes };
}

export function residentsOf(inventory: Inventory, host: HostRef): readonly Vm[] {
  return [...inventory.vm.values()].filter((vm) => vm.residentOn === host && isOrdinaryVm(vm));
}

function actualBytes(inventory: Inventory, vm: Vm): number {
  const actual = vm.metrics === null ? undefined : inventory.vmMetrics.get(vm.metrics)?.memoryActual;
  return actual ?? vm.memoryDynamicMax;
}
