import { randomUUID } from 'node:crypto';
import type { Clock, Log, LogFields, Random } from '#engine/ports.ts';

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

export const systemRandom: Random = { id: () => randomUUID() };

/** One line of JSON per event, for people and tools alike. */
export function createLog(write: (line: string) => void, clock: Clock): Log {
  const log = (level: string) => (event: string, fields?: LogFields) =>
    write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`);
  return { info: log('info'), warn: log('warn') };
}
