import type { PlanPool } from './packing.ts';

/**
 * The server's estimate for pools with too many sequences to try: every machine counts as big as the biggest, the hosts
 * with most room for such are lost, and so are as many machines as the fullest hosts run. Undefined where the server divides
 * by a biggest machine of no size: its calculation fails there, which its calls take for "no plan".
 */
export function survivesByEstimate({ hosts, vms }: PlanPool, failures: number): boolean | undefined {
  if (vms.length === 0) return true;
  const biggest = vms.reduce((size, vm) => Math.max(size, vm.sizeBytes), 0);
  if (biggest === 0) return undefined;
  const room = hosts.map(({ freeBytes }) => Math.trunc(freeBytes / biggest)).toSorted((a, b) => b - a);
  const counts = new Map(hosts.map(({ id }) => [id, 0]));
  for (const { host } of vms) if (host !== undefined) counts.set(host, (counts.get(host) ?? 0) + 1);
  const crowds = [...counts.values()].toSorted((a, b) => b - a);
  return sum(crowds.slice(0, failures)) <= sum(room.slice(failures));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
