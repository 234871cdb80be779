/** So many attempts at once, and so many of them over one machine; who is most wanted comes next, not who came first. */
export interface Slots {
  /** The answer ends it, once. Throws the signal's reason when nobody waits any more. */
  take(wish: Wish): Promise<() => void>;
}

export interface Wish {
  /** The machine it leads over. */
  readonly over?: string | undefined;
  /** Asked whenever somebody may begin: the smallest comes next, compared number by number. */
  readonly need: () => readonly number[];
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly wish: Wish;
  readonly begin: () => void;
}

export function createSlots({ most, mostOverOne }: { readonly most: number; readonly mostOverOne: number }): Slots {
  const waiting = new Set<Waiting>();
  const over = new Map<string, number>();
  let taken = 0;

  const hasRoom = (wish: Wish): boolean => taken < most && (wish.over === undefined || (over.get(wish.over) ?? 0) < mostOverOne);

  function count(wish: Wish, change: 1 | -1): void {
    taken += change;
    if (wish.over === undefined) return;
    const now = (over.get(wish.over) ?? 0) + change;
    if (now === 0) over.delete(wish.over);
    else over.set(wish.over, now);
  }

  function begin(wish: Wish): () => void {
    count(wish, 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      count(wish, -1);
      letIn();
    };
  }

  function letIn(): void {
    for (let next = mostWanted(); next !== undefined; next = mostWanted()) {
      waiting.delete(next);
      next.begin();
    }
  }

  /** Of those who are wanted alike, who came first. */
  function mostWanted(): Waiting | undefined {
    let best: { readonly one: Waiting; readonly need: readonly number[] } | undefined;
    for (const one of waiting) {
      if (!hasRoom(one.wish)) continue;
      const need = one.wish.need();
      if (best === undefined || compare(need, best.need) < 0) best = { one, need };
    }
    return best?.one;
  }

  return {
    async take(wish) {
      const { signal } = wish;
      signal.throwIfAborted();
      // Whoever waits has no room: a wish that has some takes nobody's place.
      if (hasRoom(wish)) return begin(wish);
      const turn = Promise.withResolvers<() => void>();
      const one: Waiting = { wish, begin: () => turn.resolve(begin(wish)) };
      const leave = (): void => {
        waiting.delete(one);
        turn.reject(signal.reason);
      };
      waiting.add(one);
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await turn.promise;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
