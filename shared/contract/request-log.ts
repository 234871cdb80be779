import type { Result } from '#shared/kernel/result.ts';
import type { Failure } from './failure.ts';

/** As many as a person's window asks for in a long while; what is older nobody asks about any more. */
const MOST_REMEMBERED = 500;

type Outcome = Promise<Result<unknown, Failure>>;

/**
 * What became of changes, by the ids their windows gave them. It outlives a connection, so that who comes back can
 * ask whether a change happened instead of making it twice.
 */
export interface RequestLog {
  /** Does the work once: the same id again, from whichever connection, gets what the first one got. */
  once(id: string, work: (signal: AbortSignal) => Outcome): Outcome;
  /** Undefined when it never arrived, or so long ago that it is forgotten. */
  find(id: string): Outcome | undefined;
  cancel(id: string): void;
}

export function createRequestLog(): RequestLog {
  const running = new Map<string, { readonly controller: AbortController; readonly outcome: Outcome }>();
  const over = new Map<string, Outcome>();

  function remember(id: string, outcome: Outcome): void {
    running.delete(id);
    over.set(id, outcome);
    const [oldest] = over.keys();
    if (over.size > MOST_REMEMBERED && oldest !== undefined) over.delete(oldest);
  }

  const find = (id: string): Outcome | undefined => running.get(id)?.outcome ?? over.get(id);

  return {
    find,
    once(id, work) {
      const known = find(id);
      if (known !== undefined) return known;
      const controller = new AbortController();
      const outcome = work(controller.signal).finally(() => remember(id, outcome));
      running.set(id, { controller, outcome });
      return outcome;
    },
    cancel: (id) => running.get(id)?.controller.abort(),
  };
}
