import type { RouteCandidate } from './candidate.ts';

/** How long what became of one host's way says something of another's. */
const COUNTS_MS = 10 * 60_000;

/** What ways of one sort came to last, whichever host of the pool they led to. */
export interface Fortune {
  readonly what: 'answered' | 'hung';
  readonly atMs: number;
}

/** Of the same kind and into the same network: what stops one of them mostly stops all. */
export function sortOf({ kind, network, address }: Pick<RouteCandidate, 'kind' | 'network' | 'address'>): string {
  return `${kind} ${network ?? address}`;
}

/** Less than nothing for a way whose like has just led to a host, more for one that would most likely hang. */
export function doubtAbout(route: RouteCandidate, fortunes: ReadonlyMap<string, Fortune>, nowMs: number): number {
  const latest = (sort: string): Fortune['what'] | undefined => {
    const fortune = fortunes.get(sort);
    return fortune === undefined || nowMs - fortune.atMs > COUNTS_MS ? undefined : fortune.what;
  };
  const own = latest(sortOf(route));
  if (own !== undefined) return own === 'answered' ? -1 : 1;
  // Who stands in the management network hears as little there as we do, where answers to us vanish.
  return route.via?.is === 'member' && latest(sortOf({ ...route, kind: 'direct-management' })) === 'hung' ? 1 : 0;
}
