import { pack, type PlanHost, type PlanPool, type PlanVm } from './packing.ts';

/** Whether every sequence of this many hosts can be lost one after the other, everything restarting each time. */
export function survivesEverySequence(pool: PlanPool, failures: number): boolean {
  const residents = Map.groupBy(pool.vms, ({ host }) => host);
  return survivesFrom({ hosts: pool.hosts, residents }, failures);
}

interface Standing {
  readonly hosts: readonly PlanHost[];
  readonly residents: ReadonlyMap<string | undefined, readonly PlanVm[]>;
}

function survivesFrom(standing: Standing, failures: number): boolean {
  if (failures === 0) return true;
  return standing.hosts.every(({ id }) => {
    const next = afterLosing(standing, id);
    return next !== undefined && survivesFrom(next, failures - 1);
  });
}

/** How things stand once the host is gone and what it ran has started elsewhere; undefined when something could not. */
function afterLosing({ hosts, residents }: Standing, lost: string): Standing | undefined {
  const vms = residents.get(lost) ?? [];
  const packing = pack(
    hosts.filter(({ id }) => id !== lost),
    vms,
  );
  if (packing.unplaced.length > 0) return undefined;
  if (vms.length === 0) return { hosts: packing.hosts, residents };
  const next = new Map(residents);
  const byId = new Map(vms.map((vm) => [vm.id, vm]));
  for (const [home, placed] of Map.groupBy(packing.placed, ({ host }) => host)) {
    next.set(home, [...(next.get(home) ?? []), ...placed.flatMap(({ vm }) => byId.get(vm) ?? [])]);
  }
  return { hosts: packing.hosts, residents: next };
}
