import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { PoolLoad } from './vm-loads.ts';

/** Where the memory of a host is; the parts add up to the whole. */
export interface HostMemory {
  readonly totalBytes: number;
  /** The hypervisor and the control domain. */
  readonly systemBytes: number;
  readonly vmBytes: number;
  readonly freeBytes: number;
  readonly vms: number;
}

/**
 * undefined while the host has not said how much it has. Servers leave their own figure of what is free at nothing, so it
 * is what the domains have not taken.
 */
export function memoryOfHost(inventory: Inventory, { host, load }: { readonly host: HostRef; readonly load: PoolLoad }): HostMemory | undefined {
  const record = inventory.host.get(host);
  const totalBytes = record === undefined || record.metrics === null ? 0 : (inventory.hostMetrics.get(record.metrics)?.memoryTotal ?? 0);
  if (record === undefined || totalBytes === 0) return undefined;
  const taken = load.byHost.get(host) ?? nothing;
  const systemBytes = Math.min(totalBytes, record.memoryOverhead + taken.domainBytes);
  const vmBytes = Math.min(totalBytes - systemBytes, taken.vmBytes);
  return { totalBytes, systemBytes, vmBytes, freeBytes: totalBytes - systemBytes - vmBytes, vms: taken.vms };
}

const nothing = { domainBytes: 0, vmBytes: 0, vms: 0 };
