import type { WorldClock } from '../world/clock.ts';

export interface ClockDriver {
  /** Moves the world to the present moment, then lets something happen in it. */
  during<T>(happening: () => T): T;
  stop(): void;
}

/** The longest the world sleeps although nothing is due: whoever acts on it unannounced waits no longer for the effects. */
const LONGEST_NAP_MS = 100;

/** Lets a world's time pass with real time, `speed` times as fast. */
export function driveClock(clock: WorldClock, speed: number, afterStep: () => void): ClockDriver {
  let lastMs = performance.now();
  let timer: NodeJS.Timeout | undefined;

  function catchUp(): void {
    const nowMs = performance.now();
    const elapsedMs = (nowMs - lastMs) * speed;
    lastMs = nowMs;
    clock.advance(elapsedMs);
  }

  function wake(): void {
    catchUp();
    afterStep();
    rest();
  }

  function rest(): void {
    clearTimeout(timer);
    timer = setTimeout(wake, Math.min(LONGEST_NAP_MS, (clock.msToNext() ?? Number.POSITIVE_INFINITY) / speed));
  }

  rest();
  return {
    during(happening) {
      catchUp();
      try {
        return happening();
      } finally {
        rest();
      }
    },
    stop: () => clearTimeout(timer),
  };
}

/** Time stands until someone else advances it; only what needs no time happens at once. */
export function holdClock(clock: WorldClock): ClockDriver {
  return {
    during(happening) {
      try {
        return happening();
      } finally {
        clock.advance(0);
      }
    },
    stop: () => undefined,
  };
}
