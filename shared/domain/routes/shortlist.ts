import type { RouteCandidate } from './candidate.ts';

/** Of ways to one address over other members so many are tried: they mostly fail together, and each costs the member and the network something. */
const MOST_OVER_MEMBERS = 4;

export interface Shortlist {
  readonly routes: readonly RouteCandidate[];
  /** As good as those, and not tried while those have not failed. */
  readonly leftOut: number;
}

/** The best of what would come to the same; what has failed just now stands lower, so that others get their turn the next time. */
export function shortlist(routes: readonly RouteCandidate[]): Shortlist {
  const counts = new Map<string, number>();
  const kept = routes.filter(({ kind, address, via }) => {
    if (via?.is !== 'member') return true;
    const key = `${kind} ${address}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= MOST_OVER_MEMBERS;
  });
  return { routes: kept, leftOut: routes.length - kept.length };
}
