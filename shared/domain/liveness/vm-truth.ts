import type { ShellWitness } from './witness.ts';

/** After this nobody knows any more whether a machine still does what its host said. */
const COUNTS_MS = 120_000;

/** What is proven of a machine that a dark host is said to run. */
export type VmTruth =
  | { readonly is: 'verified-running'; readonly atMs: number }
  | { readonly is: 'not-there'; readonly atMs: number }
  /** It ran there when the host was last heard; that is too long ago to count as proof. */
  | { readonly is: 'ran-there'; readonly atMs: number }
  | { readonly is: 'unknown' };

export function vmTruth(uuid: string, shell: ShellWitness | undefined, nowMs: number): VmTruth {
  if (shell === undefined) return { is: 'unknown' };
  const { atMs } = shell;
  const isFresh = nowMs - atMs <= COUNTS_MS;
  if (shell.running.includes(uuid)) return { is: isFresh ? 'verified-running' : 'ran-there', atMs };
  return shell.isComplete && isFresh ? { is: 'not-there', atMs } : { is: 'unknown' };
}
