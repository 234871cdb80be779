import type { WorldClock } from './clock.ts';

/** Waits for a signal, at most `timeoutMs`. `listen` is given the wake-up and returns how to stop listening. */
export interface Signal {
  readonly listen: (wake: () => void) => () => void;
  readonly timeoutMs: number;
}

/**
 * Long work inside a world is a generator that yields what it waits for: a number of milliseconds of
 * world time, or a signal. So everything stays synchronous and deterministic under `clock.advance`, and
 * cancellation is an exception thrown in at the yield.
 */
export type Work<T> = Generator<number | Signal, T, void>;

export type Outcome<T> = { readonly is: 'done'; readonly value: T } | { readonly is: 'failed'; readonly error: unknown };

export interface Running {
  /** Throws `error` into the work at the point where it waits; no effect once it has ended. */
  interrupt(error: unknown): void;
}

export function isWork<T>(x: T | Work<T>): x is Work<T> {
  return typeof x === 'object' && x !== null && Symbol.iterator in x && 'throw' in x && typeof x.throw === 'function';
}

/** Runs until the first wait at once, the rest as the clock advances; `whenDone` is called exactly once. */
export function run<T>(clock: WorldClock, work: Work<T>, whenDone: (outcome: Outcome<T>) => void): Running {
  let isOver = false;
  let stopWaiting = (): void => undefined;

  function resumeNext(): void {
    stopWaiting();
    step(() => work.next());
  }

  function waitFor(wait: number | Signal): void {
    if (typeof wait === 'number') {
      const timer = clock.after(wait, resumeNext);
      stopWaiting = () => timer.cancel();
      return;
    }
    // A wake-up only arms a timer, so work never resumes inside the call stack of whoever changed something.
    let timer = clock.after(wait.timeoutMs, resumeNext);
    const deaf = wait.listen(() => {
      timer.cancel();
      timer = clock.after(0, resumeNext);
    });
    stopWaiting = () => {
      timer.cancel();
      deaf();
    };
  }

  function step(resume: () => IteratorResult<number | Signal, T>): void {
    let next: IteratorResult<number | Signal, T>;
    try {
      next = resume();
    } catch (error) {
      isOver = true;
      whenDone({ is: 'failed', error });
      return;
    }
    if (next.done === true) {
      isOver = true;
      whenDone({ is: 'done', value: next.value });
      return;
    }
    waitFor(next.value);
  }

  step(() => work.next());
  return {
    interrupt(error) {
      if (isOver) return;
      stopWaiting();
      step(() => work.throw(error));
    },
  };
}
