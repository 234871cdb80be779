import type { Clock } from '#engine/ports.ts';

export interface LeapingClock extends Clock {
  /** So much later at once; what is due by then happens. */
  leap(ms: number): void;
}

interface Waiting {
  readonly dueMs: number;
  readonly run: () => void;
  timer: NodeJS.Timeout;
}

/** Time as it is, for real sockets, that a test can make leap where nothing but waiting would be seen. */
export function createLeapingClock(): LeapingClock {
  const waiting = new Set<Waiting>();
  let aheadMs = 0;
  const now = (): number => Date.now() + aheadMs;

  function rest(one: Waiting): NodeJS.Timeout {
    return setTimeout(() => end(one), Math.max(0, one.dueMs - now()));
  }

  function end(one: Waiting): void {
    if (waiting.delete(one)) one.run();
  }

  return {
    now,
    after(delayMs, run) {
      const one: Waiting = { dueMs: now() + delayMs, run, timer: setTimeout(() => end(one), delayMs) };
      waiting.add(one);
      return {
        cancel() {
          waiting.delete(one);
          clearTimeout(one.timer);
        },
      };
    },
    leap(ms) {
      aheadMs += ms;
      for (const one of [...waiting].toSorted((a, b) => a.dueMs - b.dueMs)) {
        clearTimeout(one.timer);
        if (one.dueMs <= now()) end(one);
        else one.timer = rest(one);
      }
    },
  };
}
