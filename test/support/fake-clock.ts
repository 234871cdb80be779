import type { Clock } from '#engine/ports.ts';

export interface FakeClock extends Clock {
  /** Runs what is due in the next `ms`, in order. */
  advance(ms: number): void;
  /** How many timers nobody has cancelled and that are not due yet. */
  pending(): number;
}

interface Waiting {
  readonly dueMs: number;
  readonly run: () => void;
}

/** Time that passes only when a test says so. */
export function createFakeClock(startMs = Date.UTC(2026, 5, 9)): FakeClock {
  let nowMs = startMs;
  const waiting = new Set<Waiting>();
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run };
      waiting.add(timer);
      return { cancel: () => void waiting.delete(timer) };
    },
    pending: () => waiting.size,
    advance(ms) {
      nowMs += ms;
      const due = [...waiting].filter((timer) => timer.dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
      for (const timer of due) {
        waiting.delete(timer);
        timer.run();
      }
    },
  };
}
