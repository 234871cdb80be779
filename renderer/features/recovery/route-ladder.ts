import type { Attempt, Stage } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';

export type Rung = 'passed' | 'failed' | 'running' | 'not-yet';
export type RungName = 'connect' | 'key' | 'login' | 'identity';

/** Seven stages make four rungs; nobody reads more of them at a glance. */
const rungs: Readonly<Record<RungName, readonly Stage[]>> = {
  connect: ['resolve', 'connect'],
  key: ['banner', 'host-key'],
  login: ['auth'],
  identity: ['identity', 'run'],
};

export const rungNames = Object.keys(rungs) as readonly RungName[];

/** How far an attempt came up the ladder. */
export function rungOf(attempt: Attempt | undefined, name: RungName): Rung {
  if (attempt === undefined) return 'not-yet';
  if (attempt.state === 'works' || attempt.state === 'in-use') return hasPassed(attempt, name) ? 'passed' : 'not-yet';
  if (rungs[name].includes(attempt.stage)) return attempt.state === 'failed' ? 'failed' : 'running';
  return hasPassed(attempt, name) ? 'passed' : 'not-yet';
}

function hasPassed({ passed }: Attempt, name: RungName): boolean {
  const done = passed.map(({ stage }) => stage);
  return rungs[name].some((stage) => done.includes(stage));
}

export interface TriedRoute {
  readonly route: RouteCandidate;
  readonly attempt: Attempt | undefined;
}

/** What works first, then what was tried, then the rest, each in the order of their rank. */
export function triedRoutes(routes: readonly RouteCandidate[], attempts: readonly Attempt[]): readonly TriedRoute[] {
  const of = new Map(attempts.map((attempt) => [attempt.route, attempt]));
  const all = routes.map((route) => ({ route, attempt: of.get(route.id) }));
  return [...all.filter(({ attempt }) => attempt !== undefined), ...all.filter(({ attempt }) => attempt === undefined)];
}

export function works({ attempt }: TriedRoute): boolean {
  return attempt?.state === 'works' || attempt?.state === 'in-use';
}

/** On how many cards of the host the ways that work end: two independent ones are worth more than many on one. */
export function workingCards(tried: readonly TriedRoute[]): number {
  return new Set(tried.filter(works).map(({ route }) => route.nic ?? route.address)).size;
}
