import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Obstacle } from './agility.ts';
import type { HaFacts, HaHost, HaVm } from './ha-facts.ts';
import { pack, type PlanHost } from './packing.ts';
import { planPoolOf } from './tolerance.ts';

/** What becomes of a VM whose host is lost. */
export type Fate =
  /** `wave` counts from 1; the VMs of a wave start together, once the waves before have started and waited. */
  | { readonly is: 'restarts'; readonly host: HostRef; readonly wave: number; readonly afterSeconds: number }
  /** The server plans it for this host, where it would then refuse to start it. */
  | { readonly is: 'planned-in-vain'; readonly host: HostRef }
  /** Best effort: after all protected ones, if there is still room, and nothing keeps the room free for it. */
  | { readonly is: 'may-restart'; readonly host: HostRef }
  | { readonly is: 'not-agile'; readonly obstacles: readonly Obstacle[] }
  /** `mostFreeBytes`: the most any host had left when its turn came. */
  | { readonly is: 'no-room'; readonly mostFreeBytes: number }
  | { readonly is: 'left-off' };

export interface VmFate {
  readonly vm: VmRef;
  readonly name: string;
  readonly sizeBytes: number;
  readonly order: number;
  readonly from: HostRef;
  readonly fate: Fate;
}

export interface HostAfter {
  readonly host: HostRef;
  readonly freeBeforeBytes: number;
  readonly freeBytes: number;
  /** In the order they are placed. */
  readonly takes: readonly VmRef[];
}

export interface WhatIf {
  readonly lost: readonly HostRef[];
  /** In the order things happen: restarts, best effort, those that stay off. */
  readonly vms: readonly VmFate[];
  readonly hosts: readonly HostAfter[];
  /** What the lost hosts' VMs need in all. */
  readonly lostBytes: number;
  /** Whether every protected VM restarts. */
  readonly isComplete: boolean;
}

/** These hosts fail at once: what restarts where, as the server would plan it, and what cannot. */
export function whatIf(facts: HaFacts, protectedVms: ReadonlySet<VmRef>, lost: ReadonlySet<HostRef>): WhatIf {
  const before = planPoolOf(facts, protectedVms).pool.hosts;
  const staying = before.filter(({ id }) => !isIn(lost, id));
  const victims = facts.vms.filter((vm): vm is Victim => vm.host !== undefined && lost.has(vm.host));
  const isRestarted = (vm: HaVm) => protectedVms.has(vm.ref) && vm.obstacles.length === 0;
  const first = planRestarts(staying, victims.filter(isRestarted));
  const isTried = (vm: HaVm) => !protectedVms.has(vm.ref) && vm.priority !== 'none';
  // A local disk keeps a best-effort VM down just as well: the host that has it is gone.
  const second = planRestarts(
    first.hosts,
    victims.filter((vm) => isTried(vm) && vm.obstacles.length === 0),
  );
  const waves = wavesOf(victims.filter((vm) => first.homes.has(vm.ref)));

  function fateOf(vm: Victim): Fate {
    const home = first.homes.get(vm.ref);
    if (home !== undefined && isInVain(vm, home)) return { is: 'planned-in-vain', host: home };
    if (home !== undefined) return { is: 'restarts', host: home, ...(waves.get(vm.ref) ?? { wave: 1, afterSeconds: 0 }) };
    const chance = second.homes.get(vm.ref);
    if (chance !== undefined) return { is: 'may-restart', host: chance };
    if (!protectedVms.has(vm.ref) && vm.priority === 'none') return { is: 'left-off' };
    if (vm.obstacles.length > 0) return { is: 'not-agile', obstacles: vm.obstacles };
    const { hosts } = isRestarted(vm) ? first : second;
    return { is: 'no-room', mostFreeBytes: Math.max(0, ...hosts.map(({ freeBytes }) => freeBytes)) };
  }

  const vms = victims.map((vm) => ({ vm: vm.ref, name: vm.name, sizeBytes: vm.sizeBytes, order: vm.order, from: vm.host, fate: fateOf(vm) }));
  return {
    lost: [...lost],
    vms: vms.toSorted(byTurn),
    hosts: hostsAfter({ before: staying, after: second.hosts, placed: [...first.placed, ...second.placed] }),
    lostBytes: victims.reduce((bytes, vm) => bytes + vm.sizeBytes, 0),
    isComplete: vms.every(({ vm, fate }) => !protectedVms.has(vm) || fate.is === 'restarts'),
  };
}

function isInVain({ hasPassthrough = false, refusedBy = [] }: HaVm, home: HostRef): boolean {
  return hasPassthrough || refusedBy.includes(home);
}

type Victim = HaVm & { readonly host: HostRef };

interface Placement {
  readonly homes: ReadonlyMap<VmRef, HostRef>;
  readonly placed: readonly (readonly [VmRef, HostRef])[];
  readonly hosts: readonly PlanHost[];
}

/** What the server answers when it is told which VMs have failed: by memory alone, biggest first. */
export function planRestarts(hosts: readonly PlanHost[], vms: readonly HaVm[]): Placement {
  const packing = pack(
    hosts,
    vms.map(({ ref, sizeBytes }) => ({ id: ref, sizeBytes })),
  );
  // The packing gives back the references it was given.
  const placed = packing.placed.map(({ vm, host }) => [vm as VmRef, host as HostRef] as const);
  return { homes: new Map(placed), placed, hosts: packing.hosts };
}

function isIn(lost: ReadonlySet<HostRef>, id: string): boolean {
  return lost.has(id as HostRef);
}

/** Smaller orders first, negative ones last; a wave lasts as long as the longest delay in it. */
function wavesOf(vms: readonly HaVm[]): ReadonlyMap<VmRef, { readonly wave: number; readonly afterSeconds: number }> {
  const place = ({ order }: HaVm) => (order < 0 ? Number.POSITIVE_INFINITY : order);
  const waves = new Map<VmRef, { wave: number; afterSeconds: number }>();
  let afterSeconds = 0;
  const groups = [...Map.groupBy(vms, place)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [index, [, members]] of groups.entries()) {
    for (const vm of members) waves.set(vm.ref, { wave: index + 1, afterSeconds });
    afterSeconds += Math.max(...members.map(({ startDelaySeconds }) => startDelaySeconds));
  }
  return waves;
}

function byTurn(a: VmFate, b: VmFate): number {
  const turns = turn(a.fate) - turn(b.fate);
  return turns === 0 ? b.sizeBytes - a.sizeBytes : turns;
}

function turn(fate: Fate): number {
  if (fate.is === 'restarts') return fate.wave;
  return { 'may-restart': 1e6, 'planned-in-vain': 1.5e6, 'no-room': 2e6, 'not-agile': 3e6, 'left-off': 4e6 }[fate.is];
}

function hostsAfter(state: {
  readonly before: readonly PlanHost[];
  readonly after: readonly PlanHost[];
  readonly placed: readonly (readonly [VmRef, HostRef])[];
}): readonly HostAfter[] {
  const takes = Map.groupBy(state.placed, ([, host]) => host);
  return state.before.map(({ id, freeBytes }, index) => {
    const host = id as HostRef;
    return {
      host,
      freeBeforeBytes: freeBytes,
      freeBytes: state.after[index]?.freeBytes ?? freeBytes,
      takes: (takes.get(host) ?? []).map(([vm]) => vm),
    };
  });
}

/** Each host that takes part, failing alone. */
export function everySingleFailure(facts: HaFacts, protectedVms: ReadonlySet<VmRef>): readonly WhatIf[] {
  return facts.hosts.filter(({ isReady }: HaHost) => isReady).map(({ ref }) => whatIf(facts, protectedVms, new Set([ref])));
}
