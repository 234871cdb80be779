import { type WatchedClass, watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { isAbsentCall } from './absent-call.ts';
import type { Position } from './position.ts';
import { read, type Line } from './read.ts';

/** A master may think for a while before it answers for a class of a big pool. */
export const LOAD_SILENCE_MS = 60_000;
/** As many connections as a load may use; the last one of a server's is left for calls. */
const AT_ONCE = 3;

/** What a tree needs before any VM, then the VMs, then the rest, the largest first so that they do not come last and alone. */
const SKELETON: readonly WatchedClass[] = ['host', 'hostMetrics', 'sr', 'network'];
const TREE: readonly WatchedClass[] = ['vm'];
const LARGEST_FIRST: readonly WatchedClass[] = ['vdi', 'vbd', 'vif', 'guestMetrics', 'vmMetrics', 'pif', 'console', 'pbd'];

/** Hosts, storage and networks as they are now, and then the VMs, told as the difference to what was known. */
export async function loadTree(line: Line): Promise<void> {
  await loadClasses(line, SKELETON);
  await loadClasses(line, TREE);
}

/** Every other watched class. Messages come with the events where those bring them. */
export async function loadRest(line: Line, from: Position): Promise<void> {
  const early = new Set<WatchedClass>(['pool', ...SKELETON, ...TREE, ...LARGEST_FIRST, ...(from.is === 'token' ? (['message'] as const) : [])]);
  await loadClasses(line, [...LARGEST_FIRST, ...watchedClasses.filter((name) => !early.has(name))]);
}

async function loadClasses(line: Line, classes: readonly WatchedClass[]): Promise<void> {
  const left = [...classes];
  async function loadNext(): Promise<void> {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await loadClass(line, name);
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, classes.length) }, loadNext));
}

export async function loadClass(line: Line, of: WatchedClass): Promise<void> {
  try {
    await read(line, { name: `${xapiClass[of]}.get_all_records`, parameters: [], reading: { is: 'records', of }, silenceMs: LOAD_SILENCE_MS });
  } catch (error) {
    if (!isAbsentCall(error)) throw error;
  }
}
