import type { Clock } from '#engine/ports.ts';
import { pause } from '#engine/time.ts';
import type { Session } from '#engine/xapi/session.ts';

/** Together at most fifteen seconds pass before a silent server is noticed. */
const PERIOD_MS = 5_000;
const SILENCE_MS = 10_000;

interface Watching {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long the server took to answer something small. */
  readonly onAnswer?: (tookMs: number) => void;
}

/**
 * Asks something small over and over until it fails or the signal is aborted; always ends by throwing. The event
 * stream is silent for seconds while all is well, and a long first load says nothing about a server that hangs.
 */
async function watchHeartbeat(session: Session, on: Watching): Promise<never> {
  for (;;) {
    await pause(on.clock, PERIOD_MS, on.signal);
    on.signal.throwIfAborted();
    const askedMs = on.clock.now();
    await session.call('pool.get_all', [], { signal: on.signal, timeoutMs: SILENCE_MS });
    on.onAnswer?.(on.clock.now() - askedMs);
  }
}

/** Does something with a session as long as the server lives; a lost heartbeat ends the work and is what it fails with. */
export async function whileAlive<T>(session: Session, on: Watching, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const signal = AbortSignal.any([on.signal, ending.signal]);
  const both = [work(signal), watchHeartbeat(session, { ...on, signal })] as const;
  try {
    return await Promise.race(both);
  } finally {
    ending.abort();
    // Nobody may go on working with a session that is about to be dropped.
    await Promise.allSettled(both);
  }
}
