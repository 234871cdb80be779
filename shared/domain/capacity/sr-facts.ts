import { isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

type SrRef = RefOf<'sr'>;

/** The only host that can vouch for storage that is not shared. */
export function homeOfLocalSr(inventory: Inventory, ref: SrRef): HostRef | undefined {
  if (inventory.sr.get(ref)?.isShared !== false) return undefined;
  const hosts = [...inventory.pbd.values()].flatMap((pbd) => (pbd.sr === ref && pbd.host !== null ? [pbd.host] : []));
  return hosts.length === 1 ? hosts[0] : undefined;
}

/** VMs with a disk or a disc on it. */
export function vmsOnSr(inventory: Inventory, sr: SrRef): readonly VmRef[] {
  const users = new Set<VmRef>();
  for (const { vm, vdi } of inventory.vbd.values()) {
    const record = vm === null ? undefined : inventory.vm.get(vm);
    if (vm === null || vdi === null || record === undefined || !isOrdinaryVm(record)) continue;
    if (inventory.vdi.get(vdi)?.sr === sr) users.add(vm);
  }
  return [...users];
}

export function vmsOfVdi(inventory: Inventory, vdi: RefOf<'vdi'>): readonly VmRef[] {
  return [...inventory.vbd.values()].flatMap((vbd) => (vbd.vdi === vdi && vbd.vm !== null && inventory.vm.has(vbd.vm) ? [vbd.vm] : []));
}

/**
 * Where storage lies, from what its hosts use to connect to it. Named one by one: the same map may hold passwords, and a
 * driver we do not know may call them anything.
 */
export interface StorageTarget {
  readonly scsiId?: string | undefined;
  readonly target?: string | undefined;
  readonly path?: string | undefined;
  readonly device?: string | undefined;
}

export function targetOfSr(inventory: Inventory, ref: SrRef): StorageTarget {
  const pbd = [...inventory.pbd.values()].find(({ sr }) => sr === ref);
  const config = pbd?.deviceConfig ?? {};
  const { target, targetIQN, SCSIid, server, serverpath, location, device } = config;
  return {
    scsiId: SCSIid ?? inventory.sr.get(ref)?.smConfig['scsi_id'],
    target: [target ?? server, targetIQN].filter(Boolean).join('\n') || undefined,
    path: serverpath ?? location,
    device,
  };
}
