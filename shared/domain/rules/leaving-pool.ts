import { isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';

/** What a pool loses with a host. */
export interface Leavings {
  /** Repositories that no other host reaches: wiped. */
  readonly srs: readonly string[];
  /** VMs with a disk on one of those: left without it. */
  readonly vms: readonly string[];
  /** VMs that prefer to start there. */
  readonly preferring: readonly string[];
  readonly holdsDefault: boolean;
}

export function whatLeaves(inventory: Inventory, host: HostRef): Leavings {
  const own = ownStorage(inventory, host);
  const disks = new Set([...inventory.vdi].filter(([, { sr }]) => sr !== null && own.has(sr)).map(([vdi]) => vdi));
  const losing = new Set([...inventory.vbd.values()].filter(({ vdi }) => vdi !== null && disks.has(vdi)).map(({ vm }) => vm));
  const pool = onlyPool(inventory)?.pool;
  const vms = [...inventory.vm].filter(([, vm]) => isOrdinaryVm(vm));
  return {
    srs: [...own].flatMap((sr) => inventory.sr.get(sr)?.name ?? []),
    vms: vms.filter(([vm]) => losing.has(vm)).map(([, { name }]) => name),
    preferring: vms.filter(([, vm]) => vm.affinity === host).map(([, { name }]) => name),
    holdsDefault: pool?.defaultSr !== null && pool?.defaultSr !== undefined && own.has(pool.defaultSr),
  };
}

function ownStorage(inventory: Inventory, host: HostRef): ReadonlySet<RefOf<'sr'>> {
  const bySr = Map.groupBy(inventory.pbd.values(), ({ sr }) => sr);
  const own = [...bySr].filter(([, pbds]) => pbds.every((pbd) => pbd.host === host));
  return new Set(own.flatMap(([sr]) => (sr === null || inventory.sr.get(sr)?.contentType === 'iso' ? [] : [sr])));
}
