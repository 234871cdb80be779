import { type WatchedClass, xapiClass } from '#shared/domain/inventory/watched.ts';
import { LOAD_SILENCE_MS, loadClass } from './load.ts';
import { read, type Line } from './read.ts';
import type { Miscount, Notes } from './worker/protocol.ts';

/** Mends what events alone leave wrong. */
export interface Reconciler {
  mend(line: Line, notes: Notes): Promise<void>;
  /** Everything has been loaded anew. */
  reset(): void;
}

type Doubt =
  /** Objects only the server has; expected with the next events. */
  | { readonly is: 'incomplete' }
  /** Every reference is known and yet the count stays off by so much. */
  | { readonly is: 'tolerated'; readonly by: number };

/**
 * Servers forget deletions when there are many, and then their counts are below ours: the references of the class tell
 * which are gone. Objects that only the server has are expected with the next events; those it still has then were
 * missed, and the class is loaded. A count that is off although all references agree is left alone.
 */
export function createReconciler(): Reconciler {
  const doubts = new Map<WatchedClass, Doubt>();

  async function look(line: Line, { of, by }: Miscount): Promise<void> {
    const doubt = doubts.get(of);
    if (doubt?.is === 'tolerated' && doubt.by === by) return;
    doubts.delete(of);
    if (doubt?.is === 'incomplete') return await loadClass(line, of);
    const { dropped, unknown } = await compare(line, of);
    if (unknown.length > 0) doubts.set(of, { is: 'incomplete' });
    else if (dropped === 0) doubts.set(of, { is: 'tolerated', by });
  }

  return {
    async mend(line, { miscounted, unknown }) {
      const off = new Set(miscounted.map(({ of }) => of));
      for (const of of doubts.keys()) if (!off.has(of)) doubts.delete(of);
      for (const of of unknown) await loadClass(line, of);
      for (const miscount of miscounted) await look(line, miscount);
    },
    reset: () => doubts.clear(),
  };
}

async function compare(line: Line, of: WatchedClass): Promise<Notes> {
  return await read(line, { name: `${xapiClass[of]}.get_all`, parameters: [], reading: { is: 'references', of }, silenceMs: LOAD_SILENCE_MS });
}
