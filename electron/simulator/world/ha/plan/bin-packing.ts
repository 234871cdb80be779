import type { Ref } from '#simulator/world/value.ts';

/** A host with what it has free, or a VM with what it needs. */
export type Sized = readonly [self: Ref, bytes: number];
export type Assignment = readonly [vm: Ref, host: Ref];

/** What the server calls a configuration: hosts, VMs, where VMs are, and how many hosts the pool has in all. */
export interface Configuration {
  readonly hosts: readonly Sized[];
  readonly vms: readonly Sized[];
  readonly placement: readonly Assignment[];
  readonly totalHosts: number;
}

function descending(items: readonly Sized[]): readonly Sized[] {
  return items.toSorted(([, a], [, b]) => b - a);
}

/** Where each VM goes, the last placed first: the biggest left to place, onto whichever host has most. */
export function assign(hosts: readonly Sized[], vms: readonly Sized[]): readonly Assignment[] {
  const [vm, ...others] = descending(vms);
  const [host, ...rest] = descending(hosts);
  if (vm === undefined || host === undefined) return [];
  if (host[1] < vm[1]) return assign(hosts, others);
  return [...assign([[host[0], host[1] - vm[1]], ...rest], others), [vm[0], host[0]]];
}

/** The configuration with VMs moved to where the plan says. */
export function apply(configuration: Configuration, plan: readonly Assignment[]): Configuration {
  const sizes = new Map(configuration.vms);
  const taken = new Map<Ref, number>();
  for (const [vm, host] of plan) taken.set(host, (taken.get(host) ?? 0) + (sizes.get(vm) ?? 0));
  const moved = new Set(plan.map(([vm]) => vm));
  return {
    ...configuration,
    hosts: configuration.hosts.map(([host, free]): Sized => [host, free - (taken.get(host) ?? 0)]),
    placement: [...plan, ...configuration.placement.filter(([vm]) => !moved.has(vm))],
  };
}

const MOST_HOSTS = 32;
const MOST_SEQUENCES = 3_500;

/** Whether any `failures` hosts may go, one after the other; thrown errors are the server's own. */
export function isAlwaysPossible(configuration: Configuration, failures: number): boolean {
  const { hosts, vms, totalHosts } = configuration;
  if (hosts.length < failures || (hosts.length === failures && vms.length > 0)) return false;
  const isSmall = totalHosts <= MOST_HOSTS && sequences(totalHosts, failures) < MOST_SEQUENCES;
  return isSmall ? everySequenceWorks(configuration, failures) : enoughSlots(configuration, failures);
}

function sequences(hosts: number, failures: number): number {
  return failures <= 0 ? 1 : hosts * sequences(hosts - 1, failures - 1);
}

function everySequenceWorks(configuration: Configuration, failures: number): boolean {
  if (failures <= 0) return true;
  const sizes = new Map(configuration.vms);
  return configuration.hosts.every(([dead]) => {
    const lost = configuration.placement.filter(([, host]) => host === dead).map(([vm]): Sized => [vm, sizes.get(vm) ?? 0]);
    const left = { ...configuration, hosts: configuration.hosts.filter(([host]) => host !== dead) };
    const plan = assign(left.hosts, lost);
    return plan.length === lost.length && everySequenceWorks(apply(left, plan), failures - 1);
  });
}

function enoughSlots({ hosts, vms, placement }: Configuration, failures: number): boolean {
  if (vms.length === 0) return true;
  const size = Math.max(...vms.map(([, bytes]) => bytes));
  if (size === 0) throw new RangeError('Division_by_zero');
  const slots = hosts.map(([, free]) => Math.trunc(free / size)).sort((a, b) => b - a);
  const populations = hosts.map(([host]) => placement.filter(([, home]) => home === host).length).sort((a, b) => b - a);
  const add = (sum: number, next: number): number => sum + next;
  return populations.slice(0, failures).reduce(add, 0) <= slots.slice(failures).reduce(add, 0);
}

/** The largest number the claim holds for, by halving; the lowest is taken on trust. */
export function bisect(holds: (value: number) => boolean, low: number, high: number): number {
  if (high - low < 2) return holds(high) ? high : low;
  const middle = low + Math.trunc((high - low) / 2);
  return holds(middle) ? bisect(holds, middle, high) : bisect(holds, low, middle);
}
