import type { ClassDelta, Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef, WatchedClass } from '#shared/domain/inventory/watched.ts';
import { changedRefs, type KeptPaths } from '#shared/domain/placement/paths.ts';
import type { ShownRef } from './object-content.ts';

/** What a change asks of the tree: everything of the pool anew, or some objects. */
export type Affected = { readonly is: 'all' } | { readonly is: 'some'; readonly refs: readonly ShownRef[] };

const ALL: Affected = { is: 'all' };

/**
 * The objects whose rows a change can touch. What decides where many objects stand (hosts come and go, storage changes
 * hands) is rare and asks for everything; what happens all the time names its few. Call it when the paths have the change.
 */
export function affectedBy(delta: Delta, pool: { inventory: Inventory; paths: KeptPaths; redriven: readonly VmRef[] }): Affected {
  if (isUpheaval(delta)) return ALL;
  const vms = new Set([...pool.redriven, ...changedRefs<'vm'>(delta.vm), ...usersOf(delta, pool.paths)]);
  const refs: ShownRef[] = [
    ...[...vms].map((ref) => ['vm', ref] as const),
    ...changedRefs<'vdi'>(delta.vdi).map((ref) => ['vdi', ref] as const),
    ...changedRefs<'network'>(delta.network).map((ref) => ['network', ref] as const),
    ...changedRefs<'appliance'>(delta.appliance).map((ref) => ['appliance', ref] as const),
    ...changedRefs<'sr'>(delta.sr).map((ref) => ['sr', ref] as const),
  ];
  // Interfaces decide which networks are shown, and are what hosts are found by.
  if (delta.pif !== undefined) refs.push(...[...pool.inventory.network.keys()].map((ref) => ['network', ref] as const), ...hostsOf(pool.inventory));
  if (changes(delta.host) || changes(delta.hostMetrics, ['isLive'])) refs.push(...hostsAndStorage(pool.inventory));
  return { is: 'some', refs };
}

/** What a dark host says of its storage counts no longer, so both follow its liveness. */
export function hostsAndStorage(inventory: Inventory): readonly ShownRef[] {
  return [...hostsOf(inventory), ...[...inventory.sr.keys()].map((ref) => ['sr', ref] as const)];
}

function hostsOf({ host }: Inventory): readonly ShownRef[] {
  return [...host.keys()].map((ref) => ['host', ref] as const);
}

function isUpheaval(delta: Delta): boolean {
  return (
    changes(delta.pool, ['name', 'master', 'defaultSr', 'otherConfig', 'tags', 'uuid']) ||
    comesOrGoes(delta.host) ||
    delta.pbd !== undefined ||
    comesOrGoes(delta.sr) ||
    comesOrGoes(delta.appliance) ||
    changes(delta.sr, ['isShared', 'type', 'name']) ||
    changes(delta.host, ['name'])
  );
}

/** VMs whose disk has come, gone, or become one that ties them to a host. */
function usersOf(delta: Delta, paths: KeptPaths): readonly VmRef[] {
  const { vdi } = delta;
  if (vdi === undefined) return [];
  const refs = changedRefs<'vdi'>(vdi).filter((ref) => {
    const fields = vdi.set?.[ref];
    return fields === undefined || ['sr', 'isManaged', 'isMissing'].some((field) => field in fields);
  });
  return refs.flatMap((ref) => paths.usersOf(ref));
}

function changes<C extends WatchedClass>(change: ClassDelta<C> | undefined, fields?: readonly string[]): boolean {
  if (change === undefined) return false;
  if (change.gone !== undefined || fields === undefined) return true;
  return Object.values(change.set ?? {}).some((record) => fields.some((field) => field in record));
}

/** A record that comes whole has its identifier with it. */
function comesOrGoes<C extends WatchedClass>(change: ClassDelta<C> | undefined): boolean {
  return change !== undefined && (change.gone !== undefined || Object.values(change.set ?? {}).some((record) => 'uuid' in record));
}
