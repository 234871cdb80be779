import { flag, list, ref, text } from '#simulator/world/fields.ts';
import { freeBytes, neededBytes, plannedOverhead } from '#simulator/world/memory.ts';
import { isLiveRow } from '#simulator/world/operations/host-rules.ts';
import { assertAgile } from '#simulator/world/placement/agility.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { apply, assign, bisect, type Configuration, isAlwaysPossible, type Sized } from './bin-packing.ts';

/** What would be different, asked before it is done. */
export interface Change {
  /** VMs that would be protected besides those that are. */
  readonly protects?: readonly Ref[];
  /** Memory a host would have less. */
  readonly takes?: { readonly host: Ref; readonly bytes: number };
  readonly disables?: Ref;
}

export function isProtected(pool: PoolState, vm: Ref): boolean {
  const row = pool.database.get('VM', vm);
  return flag(row, 'ha_always_run') && text(row, 'ha_restart_priority') === 'restart' && !flag(row, 'is_control_domain');
}

function protectedVms(pool: PoolState): readonly Ref[] {
  return pool.database.refs('VM').filter((vm) => isProtected(pool, vm));
}

/** Why it is tied to a host, or undefined. */
export function agilityProblem(pool: PoolState, vm: Ref): XapiError | undefined {
  try {
    assertAgile(pool, vm);
    return undefined;
  } catch (error) {
    if (error instanceof XapiError) return error;
    throw error;
  }
}

/** All it could come to need, its overhead counted anew. */
export function plannedSize(pool: PoolState, vm: Ref): number {
  const row = pool.database.get('VM', vm);
  return neededBytes({ ...row, memory_overhead: plannedOverhead(pool, row) }, 'static-max');
}

function readyHosts(pool: PoolState, change: Change): readonly Ref[] {
  return pool.database.refs('host').filter((host) => {
    const row = pool.database.get('host', host);
    return flag(row, 'enabled') && isLiveRow(pool, row) && host !== change.disables;
  });
}

/** Whether all given VMs could be restarted after any `failures` hosts have gone; a VM that is tied to a host makes it a no. */
function planExistsFor(pool: PoolState, vms: readonly Ref[], change: Change): (failures: number) => boolean {
  const configuration = configurationOf(pool, vms, change);
  return (failures) => configuration !== undefined && isAlwaysPossible(configuration, failures);
}

/** Undefined where there is no plan whatever happens. */
function configurationOf(pool: PoolState, vms: readonly Ref[], change: Change): Configuration | undefined {
  if (vms.some((vm) => agilityProblem(pool, vm) !== undefined)) return undefined;
  const ready = readyHosts(pool, change);
  const taken = (host: Ref) => (change.takes?.host === host ? change.takes.bytes : 0);
  const hosts = ready.map((host): Sized => [host, Math.max(0, freeBytes(pool, host, 'static-max') - taken(host))]);
  const sized = vms.map((vm): Sized => [vm, plannedSize(pool, vm)]);
  const homes = vms.map((vm) => [vm, homeOf(pool, vm)] as const);
  const placement = homes.flatMap(([vm, home]) => (home !== undefined && ready.includes(home) ? [[vm, home] as const] : []));
  const placed = new Set(placement.map(([vm]) => vm));
  const offline = sized.filter(([vm]) => !placed.has(vm));
  const starts = assign(hosts, offline);
  const configuration = { hosts, vms: sized, placement, totalHosts: pool.database.refs('host').length };
  return starts.length < offline.length ? undefined : apply(configuration, starts);
}

function homeOf(pool: PoolState, vm: Ref): Ref | undefined {
  const row = pool.database.get('VM', vm);
  return ref(row, 'resident_on') ?? ref(row, 'scheduled_to_be_resident_on');
}

export function planExists(pool: PoolState, failures: number, change: Change = {}): boolean {
  if (failures < 0 || failures > pool.database.refs('host').length) return false;
  return orNoPlan(() => planExistsFor(pool, withThose(pool, change), change)(failures));
}

function withThose(pool: PoolState, { protects = [] }: Change): readonly Ref[] {
  return [...new Set([...protectedVms(pool), ...protects])];
}

/** The server takes a calculation that fails for one that found nothing. */
function orNoPlan(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function mostFailures(pool: PoolState, vms: readonly Ref[] = protectedVms(pool)): number {
  const exists = planExistsFor(pool, vms, {});
  const hosts = pool.database.refs('host').length;
  const [self = ''] = pool.database.refs('pool');
  // A cluster stops without its majority.
  const limit = text(pool.database.find('pool', self) ?? {}, 'ha_cluster_stack') === 'corosync' ? Math.max(0, Math.ceil(hosts / 2) - 1) : hosts;
  return bisect((failures) => orNoPlan(() => exists(failures)), 0, limit);
}

/** Where VMs that have failed would go, the first placed last. */
export function evacuationPlan(pool: PoolState, failedHosts: readonly Ref[], vms: readonly Ref[]): ReadonlyMap<Ref, Ref> {
  const hosts = pool.database.refs('host').filter((host) => isLiveRow(pool, pool.database.get('host', host)) && !failedHosts.includes(host));
  const sized = vms.map((vm): Sized => [vm, plannedSize(pool, vm)]);
  return new Map(
    assign(
      hosts.map((host): Sized => [host, freeBytes(pool, host, 'static-max')]),
      sized,
    ),
  );
}

export function statefilesOf(pool: PoolState): readonly Ref[] {
  const [self = ''] = pool.database.refs('pool');
  return list(pool.database.find('pool', self) ?? {}, 'ha_statefiles');
}
