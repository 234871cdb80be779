import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
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

/** A user without an entry in the system's table has only a number. */
export function personHere(): string {
  try {
    return userInfo().username;
  } catch {
    // The system does not know the name, as in a container that runs as an arbitrary number.
    return process.getuid === undefined ? 'unknown' : `uid ${process.getuid()}`;
  }
}

/** One line of JSON per event, for people and tools alike. */
export function createLog(write: (line: string) => void, clock: Clock): Log {
  const log = (level: string) => (event: string, fields?: LogFields) =>
    write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`);
  return { info: log('info'), warn: log('warn') };
}
