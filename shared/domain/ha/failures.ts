import { survivesByEstimate } from './approximate.ts';
import { survivesEverySequence } from './exhaustive.ts';
import type { PlanPool } from './packing.ts';

export type PlanMethod = 'exhaustive' | 'approximate';

const EXHAUSTIVE_HOSTS = 32;
const EXHAUSTIVE_SEQUENCES = 3_500;

/** The server tries every sequence of failures while they are few, and estimates otherwise. */
export function methodFor(totalHosts: number, failures: number): PlanMethod {
  if (totalHosts > EXHAUSTIVE_HOSTS) return 'approximate';
  let sequences = 1;
  for (let lost = 0; lost < failures; lost += 1) sequences *= totalHosts - lost;
  return sequences < EXHAUSTIVE_SEQUENCES ? 'exhaustive' : 'approximate';
}

/** No need to plan: too few hosts, or none left for the machines. */
export function isImpossible({ hosts, vms }: PlanPool, failures: number): boolean {
  return hosts.length < failures || (hosts.length === failures && vms.length > 0);
}

/** The server's own answer. */
export function survives(pool: PlanPool, failures: number): boolean {
  if (isImpossible(pool, failures)) return false;
  return methodFor(pool.totalHosts, failures) === 'exhaustive' ? survivesEverySequence(pool, failures) : survivesByEstimate(pool, failures) === true;
}

/** The most failures the server says the pool survives; it looks by halving and never answers less than none. */
export function mostFailures(pool: PlanPool, limit: number = pool.totalHosts): number {
  let lower = 0;
  let upper = limit;
  while (upper - lower >= 2) {
    const middle = lower + Math.trunc((upper - lower) / 2);
    if (survives(pool, middle)) lower = middle;
    else upper = middle;
  }
  return survives(pool, upper) ? upper : lower;
}
