import { saidOfHost } from '#shared/domain/liveness/host-word.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import type { HostWord } from './marks.ts';

const MINUTE_MS = 60_000;

/** What the tree is told of a host: of a dark one also what it says of itself. */
export function hostWord(witnesses: HostWitnesses, nowMs: number): HostWord {
  const word = saidOfHost(witnesses, nowMs);
  const { shell } = witnesses;
  if (word.is === 'live' || shell === undefined) return word;
  return { ...word, sshMs: shell.atMs, runs: { uuids: new Set(shell.running), isComplete: shell.isComplete } };
}

/** The tree shows no seconds, so a host that says the same within a minute has said nothing new. */
export function isSameWord(a: HostWord | undefined, b: HostWord): boolean {
  return a !== undefined && a.is === b.is && a.sinceMs === b.sinceMs && minuteOf(a) === minuteOf(b) && isSameRuns(a.runs, b.runs);
}

function minuteOf({ sshMs }: HostWord): number | undefined {
  return sshMs === undefined ? undefined : Math.floor(sshMs / MINUTE_MS);
}

function isSameRuns(a: HostWord['runs'], b: HostWord['runs']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.isComplete === b.isComplete && a.uuids.size === b.uuids.size && [...b.uuids].every((uuid) => a.uuids.has(uuid));
}
