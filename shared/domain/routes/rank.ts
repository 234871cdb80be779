import type { RankReason, RouteKind } from './candidate.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a failure speaks against a route. */
const FRESH_FAILURE_MS = 10 * 60_000;
/** Nobody knows the lease of a host that is dark; a day is what most servers give. */
const USUAL_LEASE_MS = DAY_MS;

/** What a kind of route is worth by itself. */
const worth: Readonly<Record<RouteKind, number>> = {
  'direct-management': 100,
  'direct-secondary': 90,
  jump: 80,
  bastion: 55,
  'jump-link-local': 45,
  'xapi-only': 30,
  bmc: 20,
};
/** Over a member that stands in none of the target's subnets, and has to find a router itself. */
const ROUTED_JUMP = 60;

/** How a route fared before. */
export interface RouteHistory {
  readonly workedAtMs?: number | undefined;
  readonly failedAtMs: readonly number[];
}

export interface RankFacts {
  readonly kind: RouteKind;
  readonly isRouted: boolean;
  readonly address: 'static' | 'dhcp' | 'unknown';
  /** How old the picture is that names the address. */
  readonly ageMs: number;
  readonly history: RouteHistory | undefined;
  /** Another interface than the management's, on a card that has failed with it. */
  readonly sharesFailedCard: boolean;
  readonly isAttached: boolean;
  readonly jump: { readonly isLiveWithLink: boolean; readonly isMaster: boolean } | undefined;
}

/** Every reason that counts, in a fixed order. */
export function rank(facts: RankFacts, nowMs: number): readonly RankReason[] {
  const reasons: RankReason[] = [{ what: 'kind', points: facts.isRouted ? ROUTED_JUMP : worth[facts.kind] }];
  reasons.push(...addressReasons(facts), ...pastReasons(facts.history, nowMs));
  if (facts.sharesFailedCard) reasons.push({ what: 'same-card-as-management', points: -40 });
  if (facts.jump?.isLiveWithLink === true) reasons.push({ what: 'jump-is-live-with-link', points: 10 });
  if (facts.jump?.isMaster === true) reasons.push({ what: 'jump-is-master', points: -15 });
  if (!facts.isAttached) reasons.push({ what: 'not-attached', points: -25 });
  return reasons;
}

function addressReasons({ address, ageMs }: RankFacts): readonly RankReason[] {
  if (address === 'static') return [{ what: 'static-address', points: 15 }];
  return address === 'dhcp' && ageMs > USUAL_LEASE_MS ? [{ what: 'address-may-be-outdated', points: -10 }] : [];
}

export function scoreOf(reasons: readonly RankReason[]): number {
  return reasons.reduce((sum, { points }) => sum + points, 0);
}

function pastReasons(history: RouteHistory | undefined, nowMs: number): readonly RankReason[] {
  if (history === undefined) return [];
  const reasons: RankReason[] = [];
  const sinceMs = history.workedAtMs === undefined ? Number.POSITIVE_INFINITY : nowMs - history.workedAtMs;
  if (sinceMs < DAY_MS) reasons.push({ what: 'worked-today', points: 10 });
  else if (sinceMs < 30 * DAY_MS) reasons.push({ what: 'worked-this-month', points: 5 });
  const failures = history.failedAtMs.filter((atMs) => nowMs - atMs < FRESH_FAILURE_MS).length;
  if (failures > 0) reasons.push({ what: 'failed-just-now', points: -20 * failures });
  return reasons;
}
