export interface Timer {
  cancel(): void;
}

/** The world's own time. Nothing in a world happens but by `advance`; a live server advances it with real time. */
export interface WorldClock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  after(delayMs: number, run: () => void): Timer;
  every(periodMs: number, run: () => void): Timer;
  /** Runs everything due in the next `ms`, in order of due time, then of creation. */
  advance(ms: number): void;
  /** Time until the next timer, or undefined when nothing waits. */
  msToNext(): number | undefined;
}

interface Entry {
  dueMs: number;
  readonly order: number;
  readonly run: () => void;
  readonly periodMs: number | undefined;
  isCancelled: boolean;
}

export function createWorldClock(startMs: number): WorldClock {
  let nowMs = startMs;
  let order = 0;
  const heap: Entry[] = [];

  function isBefore(a: Entry, b: Entry): boolean {
    return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
  }

  function at(index: number): Entry {
    const entry = heap[index];
    if (entry === undefined) throw new RangeError(`no timer at ${index}`);
    return entry;
  }

  function swap(i: number, j: number): void {
    const moved = at(i);
    heap[i] = at(j);
    heap[j] = moved;
  }

  function push(entry: Entry): void {
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  }

  function pop(): Entry | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= heap.length) return first;
      const right = left + 1;
      const child = right < heap.length && isBefore(at(right), at(left)) ? right : left;
      if (!isBefore(at(child), at(index))) return first;
      swap(child, index);
      index = child;
    }
  }

  function peek(): Entry | undefined {
    while (heap[0]?.isCancelled === true) pop();
    return heap[0];
  }

  function schedule(delayMs: number, periodMs: number | undefined, run: () => void): Timer {
    const entry: Entry = { dueMs: nowMs + Math.max(0, delayMs), order: order++, run, periodMs, isCancelled: false };
    push(entry);
    return {
      cancel() {
        entry.isCancelled = true;
      },
    };
  }

  return {
    now: () => nowMs,
    after: (delayMs, run) => schedule(delayMs, undefined, run),
    every: (periodMs, run) => schedule(periodMs, Math.max(1, periodMs), run),
    advance(ms) {
      const endMs = nowMs + ms;
      for (let next = peek(); next !== undefined && next.dueMs <= endMs; next = peek()) {
        pop();
        nowMs = next.dueMs;
        if (next.periodMs !== undefined) {
          next.dueMs += next.periodMs;
          push(next);
        }
        next.run();
      }
      nowMs = endMs;
    },
    msToNext() {
      const next = peek();
      return next === undefined ? undefined : Math.max(0, next.dueMs - nowMs);
    },
  };
}
