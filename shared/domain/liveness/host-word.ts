import { livenessOf } from './liveness.ts';
import type { HostWitnesses } from './witness.ts';

/** The one word for a host where there is room for no more, and when it was last known to be live. */
export interface SaidOfHost {
  readonly is: 'live' | 'dark' | 'disagree';
  readonly sinceMs?: number | undefined;
}

/** Where the witnesses differ, the word says so; where only the pool has spoken, its word is taken. */
export function saidOfHost(witnesses: HostWitnesses, nowMs: number): SaidOfHost {
  const { pool } = witnesses;
  const liveness = livenessOf(witnesses, nowMs);
  const sinceMs = pool.lostMs ?? pool.heardMs;
  switch (liveness.because) {
    case 'pool-says-so':
    case 'answers-us':
      return { is: 'live' };
    case 'pool-has-lost-it':
      return { is: witnesses.probe === undefined ? 'dark' : 'disagree', sinceMs };
    case 'only-the-pool-reaches-it':
      return { is: 'disagree' };
    case 'nobody-knows':
      return pool.isLive ? { is: 'live' } : { is: 'dark', sinceMs };
    default:
      return { is: 'dark', sinceMs };
  }
}
