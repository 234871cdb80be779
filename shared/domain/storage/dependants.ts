import { vmsOnSr } from '#shared/domain/capacity/sr-facts.ts';
import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';

/** What would miss storage that is taken away. */
export interface Dependants {
  /** VMs with a disk or a disc on it, by name. */
  readonly vms: readonly string[];
  /** New disks, suspended machines or crash dumps go there. */
  readonly isDefault: boolean;
  /** Snapshots that lie there and belong to nobody's list of disks. */
  readonly snapshots: number;
}

export function dependantsOf(inventory: Inventory, repositories: readonly RefOf<'sr'>[]): Dependants {
  const refs = new Set(repositories.flatMap((sr) => vmsOnSr(inventory, sr)));
  const vms = [...refs].flatMap((vm) => inventory.vm.get(vm)?.name ?? []);
  const pool = onlyPool(inventory)?.pool;
  const goesThere = [pool?.defaultSr, pool?.suspendImageSr, pool?.crashDumpSr];
  return {
    vms: vms.toSorted(byNaturalOrder),
    isDefault: repositories.some((sr) => goesThere.includes(sr)),
    snapshots: [...inventory.vdi.values()].filter(
      ({ sr, isSnapshot, isManaged }) => isManaged && isSnapshot && sr !== null && repositories.includes(sr),
    ).length,
  };
}
