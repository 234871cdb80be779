import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';

/** A pool with the ways through it that its records only have in the other direction. */
export interface PoolPaths {
  readonly inventory: Inventory;
  drivesOf(vm: VmRef): readonly RefOf<'vbd'>[];
  connectionsOf(sr: RefOf<'sr'>): readonly RefOf<'pbd'>[];
}

/**
 * The host a VM is shown under: where it is resident, else the only host that reaches one of its disks, else where it
 * prefers to start. None of that depends on whether the host answers, so nothing moves when a host goes dark.
 */
export function homeOfVm(pool: PoolPaths, ref: VmRef, vm: Vm): HostRef | undefined {
  const { inventory } = pool;
  if (vm.isSnapshot) return homeOfSnapshot(pool, vm);
  if (vm.isTemplate) return undefined;
  return present(inventory, vm.residentOn) ?? hostOfDisks(pool, ref) ?? present(inventory, vm.affinity);
}

function homeOfSnapshot(pool: PoolPaths, snapshot: Vm): HostRef | undefined {
  const original = snapshot.snapshotOf === null ? undefined : pool.inventory.vm.get(snapshot.snapshotOf);
  if (snapshot.snapshotOf === null || original === undefined || original.isSnapshot) return undefined;
  return homeOfVm(pool, snapshot.snapshotOf, original);
}

/** A disc in the drive counts like a disk: without its host the VM cannot start. */
function hostOfDisks(pool: PoolPaths, ref: VmRef): HostRef | undefined {
  for (const drive of pool.drivesOf(ref)) {
    const vdi = pool.inventory.vbd.get(drive)?.vdi ?? null;
    const disk = vdi === null ? undefined : pool.inventory.vdi.get(vdi);
    const host = disk === undefined || !disk.isManaged || disk.isMissing ? undefined : hostOfStorage(pool, disk.sr);
    if (host !== undefined) return host;
  }
  return undefined;
}

function hostOfStorage(pool: PoolPaths, ref: RefOf<'sr'> | null): HostRef | undefined {
  const sr = ref === null ? undefined : pool.inventory.sr.get(ref);
  return ref === null || sr === undefined ? undefined : homeOfSr(pool, ref, sr);
}

/** The host a storage repository is shown under: the only one it is connected to, unless it is shared. */
export function homeOfSr(pool: PoolPaths, ref: RefOf<'sr'>, sr: RecordOf<'sr'>): HostRef | undefined {
  if (sr.isShared) return undefined;
  const connections = pool.connectionsOf(ref);
  const [only] = connections;
  if (only === undefined || connections.length > 1) return undefined;
  return present(pool.inventory, pool.inventory.pbd.get(only)?.host ?? null);
}

function present(inventory: Inventory, host: HostRef | null): HostRef | undefined {
  return host !== null && inventory.host.has(host) ? host : undefined;
}
