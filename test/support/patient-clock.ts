import type { Clock } from '#engine/ports.ts';

/** Whatever waits as long as this gives something up when it ends. */
const LIMITS_FROM_MS = 1_000;
const TIMES = 10;

/** Time as it is, but nothing is given up because the machine is busy. */
export const patientClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs < LIMITS_FROM_MS ? delayMs : delayMs * TIMES);
    return { cancel: () => clearTimeout(timer) };
  },
};
