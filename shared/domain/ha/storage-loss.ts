import { byNaturalOrder, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { haPriorityOf } from './ha-facts.ts';

/** What would be without a disk, and what with the heartbeat, if one shared repository were lost. */
export interface StorageLoss {
  readonly sr: RefOf<'sr'>;
  readonly name: string;
  readonly isHeartbeat: boolean;
  /** Those that run with a disk on it, protected ones first. */
  readonly running: readonly { readonly name: string; readonly isProtected: boolean }[];
  /** Halted or suspended ones that could not be started meanwhile. */
  readonly resting: number;
}

/** Of each shared repository that VMs or the heartbeat depend on, the heartbeat's first and then by how many VMs. */
export function storageLosses(inventory: Inventory): readonly StorageLoss[] {
  const dependants = vmsBySr(inventory);
  const heartbeats = heartbeatSrs(inventory);
  return [...inventory.sr]
    .filter(([sr, { isShared }]) => isShared && (dependants.has(sr) || heartbeats.has(sr)))
    .map(([sr, { name }]): StorageLoss => {
      const vms = [...(dependants.get(sr) ?? [])].flatMap((ref) => inventory.vm.get(ref) ?? []);
      const running = vms.filter(({ power }) => power === 'Running' || power === 'Paused');
      return {
        sr,
        name,
        isHeartbeat: heartbeats.has(sr),
        running: running
          .map((vm) => ({ name: vm.name, isProtected: haPriorityOf(vm) === 'restart' }))
          .toSorted(byName)
          .toSorted((a, b) => Number(b.isProtected) - Number(a.isProtected)),
        resting: vms.length - running.length,
      };
    })
    .toSorted(byName)
    .toSorted((a, b) => b.running.length - a.running.length)
    .toSorted((a, b) => Number(b.isHeartbeat) - Number(a.isHeartbeat));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return byNaturalOrder(a.name, b.name);
}

/** A disc in a drive can be taken out; a disk cannot. */
function vmsBySr(inventory: Inventory): ReadonlyMap<RefOf<'sr'>, ReadonlySet<VmRef>> {
  const found = new Map<RefOf<'sr'>, Set<VmRef>>();
  for (const { vm, vdi, type } of inventory.vbd.values()) {
    const sr = vdi === null ? null : (inventory.vdi.get(vdi)?.sr ?? null);
    if (vm === null || sr === null || type === 'CD' || !isOrdinary(inventory, vm)) continue;
    found.set(sr, (found.get(sr) ?? new Set()).add(vm));
  }
  return found;
}

function isOrdinary(inventory: Inventory, vm: VmRef): boolean {
  const record = inventory.vm.get(vm);
  return record !== undefined && isOrdinaryVm(record);
}

function heartbeatSrs(inventory: Inventory): ReadonlySet<RefOf<'sr'>> {
  const isOn = onlyPool(inventory)?.pool.isHaEnabled === true;
  // Hosts name their disks in plain text.
  const disks = new Set<string>(isOn ? [...inventory.host.values()].flatMap(({ haStatefiles }) => haStatefiles) : []);
  return new Set([...inventory.vdi].flatMap(([ref, { sr }]) => (disks.has(ref) && sr !== null ? [sr] : [])));
}
