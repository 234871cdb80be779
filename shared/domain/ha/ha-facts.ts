import { capacityBytes, countsVcpuPages, largestNeedBytes, leastFreeByHost } from '#shared/domain/capacity/vm-memory.ts';
import { isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import type { HaPriority } from '#shared/domain/operations/request.ts';
import { bootProblems } from '#shared/domain/rules/placement.ts';
import { agilityIn, type Obstacle } from './agility.ts';

export interface HaHost {
  readonly ref: HostRef;
  readonly uuid: string;
  readonly name: string;
  /** Live and enabled: it takes part. */
  readonly isReady: boolean;
  /** What guests can have, the control domain among them. */
  readonly capacityBytes: number;
  /** What is left with everything on it at its largest. */
  readonly freeBytes: number;
}

export interface HaVm {
  readonly ref: VmRef;
  readonly name: string;
  readonly priority: HaPriority;
  /** Whether the server itself counts it as running and to be kept so. */
  readonly isAlwaysRun: boolean;
  readonly order: number;
  readonly startDelaySeconds: number;
  readonly sizeBytes: number;
  /** Where it runs or is about to. */
  readonly host: HostRef | undefined;
  readonly obstacles: readonly Obstacle[];
  /** A device of its host is passed through to it: the server's rule for HA does not look, but a start elsewhere is refused. */
  readonly hasPassthrough?: boolean | undefined;
  /** Hosts that would refuse to start it, however much room they have; the server's plan does not look at that either. */
  readonly refusedBy?: readonly HostRef[] | undefined;
}

/** All that planning needs to know of a pool, as plain data: it travels to a worker. */
export interface HaFacts {
  /** In the server's order, which decides between hosts with equal room. */
  readonly hosts: readonly HaHost[];
  readonly vms: readonly HaVm[];
  readonly isEnabled: boolean;
  readonly clusterStack: string;
}

export function haFactsOf(inventory: Inventory): HaFacts {
  const agility = agilityIn(inventory);
  const free = leastFreeByHost(inventory);
  const pool = onlyPool(inventory)?.pool;
  const master = pool?.master ?? null;
  const refusedBy = refusals(inventory);
  const countsPages = countsVcpuPages(master === null ? undefined : inventory.host.get(master));
  return {
    hosts: [...inventory.host].map(([ref, host]) => ({
      ref,
      uuid: host.uuid,
      name: host.name,
      isReady: host.isEnabled && isHostLive(inventory, ref),
      capacityBytes: capacityBytes(inventory, host),
      freeBytes: free.get(ref) ?? 0,
    })),
    vms: [...inventory.vm]
      .filter(([, vm]) => isOrdinaryVm(vm))
      .map(([ref, vm]) => ({
        ref,
        name: vm.name,
        priority: haPriorityOf(vm),
        isAlwaysRun: vm.isAlwaysRun,
        order: vm.order,
        startDelaySeconds: vm.startDelay,
        sizeBytes: largestNeedBytes(vm, countsPages),
        host: vm.residentOn ?? vm.scheduledOn ?? undefined,
        obstacles: agility.obstaclesOf(ref),
        hasPassthrough: vm.attachedPcis.length > 0,
        refusedBy: refusedBy(vm),
      })),
    isEnabled: pool?.isHaEnabled === true,
    clusterStack: pool?.haClusterStack ?? '',
  };
}

/** Few machines differ in what decides it, so each kind is looked at once. */
function refusals(inventory: Inventory): (vm: Vm) => readonly HostRef[] {
  const known = new Map<string, readonly HostRef[]>();
  return (vm) => {
    const kind = `${vm.hvmBootPolicy} ${vm.domainType} ${vm.vcpusMax}`;
    const found = known.get(kind) ?? [...inventory.host].filter(([, host]) => bootProblems(vm, host).length > 0).map(([ref]) => ref);
    known.set(kind, found);
    return found;
  };
}

/** Databases of old releases hold numbers for what is "restart" today. */
export function haPriorityOf(vm: Pick<Vm, 'haRestartPriority'>): HaPriority {
  if (vm.haRestartPriority === '') return 'none';
  return vm.haRestartPriority === 'best-effort' ? 'best-effort' : 'restart';
}
