import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { methodFor, mostFailures, type PlanMethod } from './failures.ts';
import type { HaFacts, HaVm } from './ha-facts.ts';
import { pack, type PlanPool } from './packing.ts';

/** What the server answers when it is asked how many hosts may fail. */
export interface ServerTolerance {
  readonly failures: number;
  /** How it found out about one more than that. */
  readonly method: PlanMethod;
  /** Protected ones that keep it from promising anything at all. */
  readonly notAgile: readonly VmRef[];
  /** Protected ones that do not run and for which there is no room even with every host up. */
  readonly noRoomNow: readonly VmRef[];
  /** What it would answer if those that are not agile were not protected. */
  readonly failuresIfAgile: number;
}

/** Every host of a cluster but a majority may fail; other pools may lose any number. */
function limitOf({ clusterStack, hosts }: HaFacts): number {
  return clusterStack === 'corosync' ? Math.max(0, Math.ceil(hosts.length / 2) - 1) : hosts.length;
}

export function serverTolerance(facts: HaFacts, protectedVms: ReadonlySet<VmRef>): ServerTolerance {
  const { pool, noRoomNow } = planPoolOf(facts, protectedVms);
  const notAgile = facts.vms.filter((vm) => protectedVms.has(vm.ref) && vm.obstacles.length > 0).map(({ ref }) => ref);
  const failuresIfAgile = noRoomNow.length > 0 ? 0 : mostFailures(pool, limitOf(facts));
  const failures = notAgile.length > 0 ? 0 : failuresIfAgile;
  return { failures, method: methodFor(pool.totalHosts, failures + 1), notAgile, noRoomNow, failuresIfAgile };
}

export interface Planned {
  readonly pool: PlanPool;
  readonly noRoomNow: readonly VmRef[];
}

/** The agile protected VMs on the hosts that are up, those that do not run counted where they would be started. */
export function planPoolOf(facts: HaFacts, protectedVms: ReadonlySet<VmRef>): Planned {
  const ready = facts.hosts.filter(({ isReady }) => isReady);
  const refs = new Set(ready.map(({ ref }) => ref));
  const agile = facts.vms.filter((vm) => protectedVms.has(vm.ref) && vm.obstacles.length === 0);
  const isRunning = ({ host }: HaVm) => host !== undefined && refs.has(host);
  const starting = pack(
    ready.map(({ ref, freeBytes }) => ({ id: ref, freeBytes })),
    agile.filter((vm) => !isRunning(vm)).map(({ ref, sizeBytes }) => ({ id: ref, sizeBytes })),
  );
  const starts = new Map<string, string>(starting.placed.map(({ vm, host }) => [vm, host]));
  const unplaced = new Set<string>(starting.unplaced);
  return {
    pool: {
      totalHosts: facts.hosts.length,
      hosts: starting.hosts,
      vms: agile.map((vm) => ({ id: vm.ref, sizeBytes: vm.sizeBytes, host: isRunning(vm) ? vm.host : starts.get(vm.ref) })),
    },
    noRoomNow: agile.filter(({ ref }) => unplaced.has(ref)).map(({ ref }) => ref),
  };
}

/** While HA is on the server counts those it keeps running; before that, those that will be kept. */
export function protectedNow(facts: HaFacts): ReadonlySet<VmRef> {
  return new Set(facts.vms.filter((vm) => vm.priority === 'restart' && (!facts.isEnabled || vm.isAlwaysRun)).map(({ ref }) => ref));
}
