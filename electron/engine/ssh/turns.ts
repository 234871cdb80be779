/** So many at once, the others one after another in the order they came. */
export interface Turns {
  /** The answer ends the turn, once. Throws the signal's reason when nobody waits any more. */
  take(signal: AbortSignal): Promise<() => void>;
  /** How many are being had. */
  taken(): number;
}

export function createTurns(most: number): Turns {
  const waiting = new Set<() => void>();
  let taken = 0;

  function begin(): () => void {
    taken += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      taken -= 1;
      const [next] = waiting;
      if (next !== undefined) {
        waiting.delete(next);
        next();
      }
    };
  }

  return {
    taken: () => taken,
    async take(signal) {
      signal.throwIfAborted();
      if (taken < most) return begin();
      const turn = Promise.withResolvers<() => void>();
      const start = (): void => turn.resolve(begin());
      const leave = (): void => {
        waiting.delete(start);
        turn.reject(signal.reason);
      };
      waiting.add(start);
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await turn.promise;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}
