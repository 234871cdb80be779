import type { Clock } from '#engine/ports.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import { doubtAbout, type Fortune, sortOf } from '#shared/domain/routes/fortune.ts';

/** Where many hosts of a pool are dark at once, what the first of them have shown decides what is tried first for the next. */
export interface FortuneBook {
  note(route: RouteCandidate, what: Fortune['what']): void;
  doubt(route: RouteCandidate): number;
}

export function createFortuneBook(clock: Clock): FortuneBook {
  const fortunes = new Map<string, Fortune>();
  return {
    note: (route, what) => void fortunes.set(sortOf(route), { what, atMs: clock.now() }),
    doubt: (route) => doubtAbout(route, fortunes, clock.now()),
  };
}
