import type { Clock } from '#engine/ports.ts';
import type { Attempt, AttemptFailure, PassedStage, Stage } from '#shared/domain/routes/attempt.ts';
import { stages } from '#shared/domain/routes/attempt.ts';
import type { RouteHistory } from '#shared/domain/routes/rank.ts';

const MOST_FAILURES = 20;

/** How the last try of each route went, and how it fared before. */
export interface AttemptBook {
  begin(route: string): void;
  passed(route: string, stage: Stage): void;
  failed(route: string, stage: Stage, failure: AttemptFailure): void;
  /** Waits for a person. */
  waits(route: string, stage: Stage, failure: AttemptFailure): void;
  works(route: string): void;
  inUse(route: string): void;
  list(): readonly Attempt[];
  of(route: string): Attempt | undefined;
  history(): ReadonlyMap<string, RouteHistory>;
  /** When those that failed are tried again. */
  planNext(atMs: number | undefined): void;
}

export function createAttemptBook(clock: Clock, onChange: () => void): AttemptBook {
  const attempts = new Map<string, Attempt>();
  const history = new Map<string, RouteHistory>();
  const stageBegan = new Map<string, number>();

  function change(route: string, how: Partial<Attempt>): void {
    const before = attempts.get(route);
    if (before === undefined) return;
    const { failure: _last, nextTryAtMs: _next, ...rest } = before;
    attempts.set(route, { ...rest, ...how });
    onChange();
  }

  function worked(route: string): void {
    history.set(route, { failedAtMs: [], workedAtMs: clock.now() });
  }

  return {
    begin(route) {
      const startedAtMs = clock.now();
      stageBegan.set(route, startedAtMs);
      attempts.set(route, { route, startedAtMs, stage: 'connect', state: 'running', passed: [] });
      onChange();
    },
    passed(route, stage) {
      const beganMs = stageBegan.get(route) ?? clock.now();
      stageBegan.set(route, clock.now());
      const passed: PassedStage[] = [...(attempts.get(route)?.passed ?? []), { stage, tookMs: clock.now() - beganMs }];
      change(route, { passed, stage: stages[stages.indexOf(stage) + 1] ?? stage });
    },
    failed(route, stage, failure) {
      const before = history.get(route);
      history.set(route, { ...before, failedAtMs: [...(before?.failedAtMs ?? []), clock.now()].slice(-MOST_FAILURES) });
      change(route, { stage, state: 'failed', failure });
    },
    waits: (route, stage, failure) => change(route, { stage, state: 'waiting', failure }),
    works(route) {
      worked(route);
      change(route, { state: 'works' });
    },
    inUse(route) {
      worked(route);
      for (const [other, attempt] of attempts) if (attempt.state === 'in-use' && other !== route) change(other, { state: 'works' });
      change(route, { state: 'in-use', stage: 'run' });
    },
    list: () => [...attempts.values()],
    of: (route) => attempts.get(route),
    history: () => history,
    planNext(atMs) {
      for (const [route, attempt] of attempts) {
        if (attempt.state !== 'failed') continue;
        const { nextTryAtMs: _before, ...rest } = attempt;
        attempts.set(route, atMs === undefined ? rest : { ...rest, nextTryAtMs: atMs });
      }
      onChange();
    },
  };
}
