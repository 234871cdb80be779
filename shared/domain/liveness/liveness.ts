import type { HostWitnesses, ProbeWitness } from './witness.ts';

/** The pool's word and ours count for so long; after that nobody knows. */
const POOL_COUNTS_MS = 45_000;
const PROBE_COUNTS_MS = 90_000;

export type Liveness =
  | { readonly is: 'live'; readonly because: 'pool-says-so' | 'answers-us' }
  | { readonly is: 'suspect'; readonly because: 'pool-has-lost-it' | 'only-the-pool-reaches-it' | 'toolstack-does-not-answer' | 'nobody-knows' }
  | { readonly is: 'dark'; readonly because: 'nobody-reaches-it' };

/** What the witnesses together say of a host. Where they disagree it is suspect, never one or the other. */
export function livenessOf(witnesses: HostWitnesses, nowMs: number): Liveness {
  const poolSays = poolsWord(witnesses, nowMs);
  switch (ourWord(witnesses.probe, nowMs)) {
    case 'answers':
      return poolSays === 'lost' ? { is: 'suspect', because: 'pool-has-lost-it' } : { is: 'live', because: 'answers-us' };
    case 'half-there':
      return { is: 'suspect', because: 'toolstack-does-not-answer' };
    case 'gone':
      return poolSays === 'live' ? { is: 'suspect', because: 'only-the-pool-reaches-it' } : { is: 'dark', because: 'nobody-reaches-it' };
    default:
      return onThePoolsWord(poolSays);
  }
}

/** Whether a probe of our own is worth its while: the pool doubts the host, or what we last found there does not fit what it says. */
export function isSuspicious(witnesses: HostWitnesses, nowMs: number): boolean {
  return poolsWord(witnesses, nowMs) !== 'live' || livenessOf(witnesses, nowMs).is !== 'live';
}

type PoolsWord = 'live' | 'lost' | 'nothing';

function poolsWord({ pool }: HostWitnesses, nowMs: number): PoolsWord {
  if (nowMs - pool.asOfMs > POOL_COUNTS_MS) return 'nothing';
  return pool.isLive ? 'live' : 'lost';
}

function onThePoolsWord(word: PoolsWord): Liveness {
  if (word === 'live') return { is: 'live', because: 'pool-says-so' };
  return { is: 'suspect', because: word === 'lost' ? 'pool-has-lost-it' : 'nobody-knows' };
}

function ourWord(probe: ProbeWitness | undefined, nowMs: number): 'answers' | 'half-there' | 'gone' | 'nothing' {
  if (probe === undefined || nowMs - probe.atMs > PROBE_COUNTS_MS) return 'nothing';
  if (probe.toolstack.is === 'lets-in' || probe.toolstack.is === 'refuses') return 'answers';
  if (probe.https === 'open' || probe.ssh === 'open') return 'half-there';
  return probe.https === 'no-way' ? 'nothing' : 'gone';
}
