import { type WatchedClass, watchedClasses } from '#shared/domain/inventory/watched.ts';
import { changedText } from './changed-text.ts';

/**
 * The watched fields of every object, as the raw JSON they are told in: the smallest form in which a change can
 * be found, and the one that needs no work while nothing changes.
 */
export interface Rows {
  count(of: WatchedClass): number;
  references(of: WatchedClass): Iterable<string>;
  has(of: WatchedClass, ref: string): boolean;
  put(of: WatchedClass, ref: string, row: string): void;
  drop(of: WatchedClass, ref: string): void;
  /** Tells what has changed since the last time. */
  flush(): void;
}

/** A delta of this size takes the thread that receives it a few milliseconds. */
const FRAME_BYTES = 1 << 19;

interface Change {
  readonly set: Map<string, string>;
  readonly gone: Set<string>;
}

export function createRows(tell: (json: string) => void): Rows {
  const known = new Map<WatchedClass, Map<string, string>>(watchedClasses.map((name) => [name, new Map()]));
  const changes = new Map<WatchedClass, Change>();
  let size = 0;

  function rowsOf(of: WatchedClass): Map<string, string> {
    const rows = known.get(of) ?? new Map<string, string>();
    known.set(of, rows);
    return rows;
  }

  function changeOf(of: WatchedClass, ref: string): Change {
    const change = changes.get(of) ?? { set: new Map(), gone: new Set() };
    // One delta says one thing about an object; the second word about it is for the next.
    if (change.set.has(ref) || change.gone.has(ref)) {
      flush();
      return changeOf(of, ref);
    }
    changes.set(of, change);
    return change;
  }

  function grow(by: number): void {
    size += by;
    if (size >= FRAME_BYTES) flush();
  }

  function flush(): void {
    if (changes.size === 0) return;
    const json = `{${[...changes].map(([name, change]) => `"${name}":${textOf(change)}`).join(',')}}`;
    changes.clear();
    size = 0;
    tell(json);
  }

  return {
    count: (of) => rowsOf(of).size,
    references: (of) => rowsOf(of).keys(),
    has: (of, ref) => rowsOf(of).has(ref),
    put(of, ref, row) {
      const rows = rowsOf(of);
      const before = rows.get(ref);
      if (before === row) return;
      const fields = before === undefined ? row : changedText(before, row);
      rows.set(ref, row);
      if (fields === undefined) return;
      changeOf(of, ref).set.set(ref, fields);
      grow(ref.length + fields.length);
    },
    drop(of, ref) {
      if (!rowsOf(of).delete(ref)) return;
      changeOf(of, ref).gone.add(ref);
      grow(ref.length);
    },
    flush,
  };
}

function textOf({ set, gone }: Change): string {
  const parts = [];
  if (set.size > 0) parts.push(`"set":{${[...set].map(([ref, fields]) => `"${ref}":${fields}`).join(',')}}`);
  if (gone.size > 0) parts.push(`"gone":[${[...gone].map((ref) => `"${ref}"`).join(',')}]`);
  return `{${parts.join(',')}}`;
}
