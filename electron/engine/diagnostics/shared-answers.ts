import type { Clock } from '#engine/ports.ts';
import { orAborted } from '#engine/time.ts';

/** Many who want to hear the same of one machine have it asked once. */
export interface SharedAnswers<T> {
  /** What was asked since then, by whomever; a failure is an answer as well. */
  get(key: string, how: { readonly notBeforeMs: number; readonly signal: AbortSignal; ask(signal: AbortSignal): Promise<T> }): Promise<T>;
}

interface Entry<T> {
  readonly answer: Promise<T>;
  readonly startedAtMs: number;
  readonly stopping: AbortController;
  users: number;
  isOver: boolean;
}

export function createSharedAnswers<T>(clock: Clock): SharedAnswers<T> {
  const entries = new Map<string, Entry<T>>();

  function start(key: string, ask: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const stopping = new AbortController();
    const entry: Entry<T> = { answer: ask(stopping.signal), startedAtMs: clock.now(), stopping, users: 0, isOver: false };
    const end = (): void => {
      entry.isOver = true;
    };
    entry.answer.then(end, end);
    entries.set(key, entry);
    return entry;
  }

  return {
    async get(key, { notBeforeMs, signal, ask }) {
      const found = entries.get(key);
      const entry = found !== undefined && found.startedAtMs >= notBeforeMs ? found : start(key, ask);
      entry.users += 1;
      try {
        return await orAborted(entry.answer, signal);
      } finally {
        entry.users -= 1;
        // Nobody waits for it any more.
        if (entry.users === 0 && !entry.isOver) {
          entry.stopping.abort();
          if (entries.get(key) === entry) entries.delete(key);
        }
      }
    },
  };
}
