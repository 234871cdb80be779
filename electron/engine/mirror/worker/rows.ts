import { type WatchedClass, watchedClasses } from '#shared/domain/inventory/watched.ts';
import { ClassRows } from './class-rows.ts';
import { DeltaWriter } from './delta-writer.ts';
import { RowMemory } from './row-memory.ts';
import type { Scanner } from './scanner.ts';

/** The watched values of every object of a pool: what a change is found by. */
export interface Rows {
  count(of: WatchedClass): number;
  references(of: WatchedClass): Iterable<string>;
  /** The record at the scanner's position says what the object is now; false where there is something else, which is stepped over. */
  take(of: WatchedClass, ref: string, scanner: Scanner): boolean;
  drop(of: WatchedClass, ref: string): void;
  /** Tells what has changed since the last time. */
  flush(): void;
}

/** A delta of this size takes the thread that receives it a few milliseconds. */
const FRAME_BYTES = 1 << 19;

export function createRows(tell: (json: string) => void): Rows {
  const memory = new RowMemory();
  const classes = new Map(watchedClasses.map((name) => [name, new ClassRows(name, memory)]));
  const delta = new DeltaWriter();

  function rowsOf(of: WatchedClass): ClassRows {
    const rows = classes.get(of);
    if (rows === undefined) throw new TypeError(`nobody watches ${of}`);
    return rows;
  }

  function flush(): void {
    const json = delta.take();
    if (json !== undefined) tell(json);
  }

  return {
    count: (of) => rowsOf(of).count(),
    references: (of) => rowsOf(of).references(),
    take(of, ref, scanner) {
      const rows = rowsOf(of);
      const taken = rows.take(ref, scanner);
      if (taken === 'news') {
        if (delta.mentions(of, ref)) flush();
        delta.set(of, ref, rows.news.whole());
        if (delta.length >= FRAME_BYTES) flush();
      }
      return taken !== 'no-record';
    },
    drop(of, ref) {
      if (!rowsOf(of).drop(ref)) return;
      if (delta.mentions(of, ref)) flush();
      delta.gone(of, ref);
      if (delta.length >= FRAME_BYTES) flush();
    },
    flush,
  };
}
