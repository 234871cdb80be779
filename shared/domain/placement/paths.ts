import type { ClassDelta, Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { PoolPaths } from './homes.ts';
import { createRelation } from './relation.ts';

/** Paths through a pool that are kept up with its changes instead of being searched for anew. */
export interface KeptPaths extends PoolPaths {
  /** VMs with the disk in one of their drives. */
  usersOf(vdi: RefOf<'vdi'>): readonly VmRef[];
  vmOfGuest(metrics: RefOf<'guestMetrics'>): VmRef | undefined;
  /** Takes a later inventory of the same pool, and what is new in it; the VMs whose drives are others now. */
  apply(inventory: Inventory, delta: Delta): readonly VmRef[];
}

const none: readonly never[] = [];

export function createPaths(first: Inventory): KeptPaths {
  let inventory = first;
  const drives = createRelation<RefOf<'vbd'>, VmRef>();
  const uses = createRelation<RefOf<'vbd'>, RefOf<'vdi'>>();
  const connections = createRelation<RefOf<'pbd'>, RefOf<'sr'>>();
  const guests = new Map<RefOf<'guestMetrics'>, VmRef>();
  for (const [ref, vbd] of first.vbd) {
    drives.put(ref, vbd.vm);
    uses.put(ref, vbd.vdi);
  }
  for (const [ref, pbd] of first.pbd) connections.put(ref, pbd.sr);
  for (const [ref, vm] of first.vm) if (vm.guestMetrics !== null) guests.set(vm.guestMetrics, ref);

  function takeDrives(change: ClassDelta<'vbd'> | undefined, touched: Set<VmRef>): void {
    for (const ref of changedRefs<'vbd'>(change)) {
      const vbd = inventory.vbd.get(ref);
      for (const vm of [drives.ownerOf(ref), vbd?.vm]) if (vm !== undefined && vm !== null) touched.add(vm);
      drives.put(ref, vbd?.vm ?? null);
      uses.put(ref, vbd?.vdi ?? null);
    }
  }

  function takeGuests(delta: Delta): void {
    for (const ref of changedRefs<'vm'>(delta.vm)) {
      const metrics = inventory.vm.get(ref)?.guestMetrics ?? null;
      if (metrics !== null) guests.set(metrics, ref);
    }
    for (const ref of delta.guestMetrics?.gone ?? none) guests.delete(ref as RefOf<'guestMetrics'>);
  }

  return {
    get inventory() {
      return inventory;
    },
    drivesOf: (vm) => drives.membersOf(vm),
    connectionsOf: (sr) => connections.membersOf(sr),
    usersOf: (vdi) => uses.membersOf(vdi).flatMap((ref) => inventory.vbd.get(ref)?.vm ?? []),
    vmOfGuest: (metrics) => guests.get(metrics),
    apply(next, delta) {
      inventory = next;
      const touched = new Set<VmRef>();
      takeDrives(delta.vbd, touched);
      for (const ref of changedRefs<'pbd'>(delta.pbd)) connections.put(ref, next.pbd.get(ref)?.sr ?? null);
      takeGuests(delta);
      return [...touched];
    },
  };
}

/** The references a delta speaks of; on the wire they have lost their brand. */
export function changedRefs<C extends 'vm' | 'vbd' | 'vif' | 'pbd' | 'vdi' | 'sr' | 'host' | 'network' | 'appliance' | 'guestMetrics' | 'vmMetrics'>(
  change: ClassDelta<C> | undefined,
): readonly RefOf<C>[] {
  if (change === undefined) return none;
  return [...(change.gone ?? none), ...Object.keys(change.set ?? {})] as unknown as readonly RefOf<C>[];
}
