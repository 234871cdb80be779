import type { Ref, Row } from './value.ts';

/** At this many remembered deletions a table forgets all but the newest `TOMBSTONES_KEPT` before them. */
const TOMBSTONE_LIMIT = 512;
const TOMBSTONES_KEPT = 256;

/** A row with its two generations, linked to the one changed just before it. */
export interface StoredRow {
  readonly ref: Ref;
  readonly row: Row;
  readonly created: number;
  readonly modified: number;
  readonly older: StoredRow | undefined;
}

export interface Tombstone {
  readonly ref: Ref;
  readonly created: number;
  readonly deleted: number;
}

export interface Table {
  readonly rows: ReadonlyMap<Ref, StoredRow>;
  /** Oldest first. */
  readonly tombstones: readonly Tombstone[];
  /** Latest change first, so that whoever knows a generation need only look at what came after it. */
  readonly newest: StoredRow | undefined;
  /** In the order the server lists them: by reference. */
  readonly sortedRefs: () => readonly Ref[];
}

interface Entry extends StoredRow {
  row: Row;
  modified: number;
  older: Entry | undefined;
  newer: Entry | undefined;
}

export interface Stamp {
  readonly created: number;
  readonly modified: number;
}

export class MutableTable implements Table {
  readonly rows = new Map<Ref, Entry>();
  readonly tombstones: Tombstone[] = [];
  newest: Entry | undefined = undefined;
  readonly #byUuid = new Map<string, Ref>();
  #sorted: Ref[] | undefined = undefined;

  refByUuid(uuid: string): Ref | undefined {
    return this.#byUuid.get(uuid);
  }

  sortedRefs(): readonly Ref[] {
    this.#sorted ??= [...this.rows.keys()].sort();
    return this.#sorted;
  }

  /** The reference must be new. */
  insert(ref: Ref, row: Row, stamp: Stamp): void {
    this.#listRef(ref);
    const entry: Entry = { ref, row, ...stamp, older: undefined, newer: undefined };
    this.rows.set(ref, entry);
    this.#linkNewest(entry);
    this.#listUuid(row, ref);
  }

  update(ref: Ref, row: Row, generation: number): void {
    const entry = this.rows.get(ref);
    if (entry === undefined) throw new RangeError(`no row ${ref} to update`);
    if (entry.row['uuid'] !== row['uuid']) {
      this.#unlistUuid(entry);
      this.#listUuid(row, ref);
    }
    entry.row = row;
    entry.modified = generation;
    this.#unlink(entry);
    this.#linkNewest(entry);
  }

  remove(ref: Ref, generation: number): void {
    const entry = this.rows.get(ref);
    if (entry === undefined) return;
    this.rows.delete(ref);
    this.#unlink(entry);
    this.#unlistUuid(entry);
    this.#unlistRef(ref);
    if (this.tombstones.length + 1 >= TOMBSTONE_LIMIT) this.tombstones.splice(0, this.tombstones.length - TOMBSTONES_KEPT);
    this.tombstones.push({ ref, created: entry.created, deleted: generation });
  }

  #linkNewest(entry: Entry): void {
    entry.older = this.newest;
    if (this.newest !== undefined) this.newest.newer = entry;
    this.newest = entry;
  }

  #unlink(entry: Entry): void {
    if (entry.newer !== undefined) entry.newer.older = entry.older;
    if (entry.older !== undefined) entry.older.newer = entry.newer;
    if (this.newest === entry) this.newest = entry.older;
    entry.older = undefined;
    entry.newer = undefined;
  }

  #listUuid(row: Row, ref: Ref): void {
    const uuid = row['uuid'];
    if (typeof uuid === 'string') this.#byUuid.set(uuid, ref);
  }

  #unlistUuid(entry: Entry): void {
    const uuid = entry.row['uuid'];
    if (typeof uuid === 'string' && this.#byUuid.get(uuid) === entry.ref) this.#byUuid.delete(uuid);
  }

  /** A single change moves one place in the sorted list; sorting anew would cost a wake-up of every event client. */
  #listRef(ref: Ref): void {
    this.#sorted?.splice(placeOf(this.#sorted, ref), 0, ref);
  }

  #unlistRef(ref: Ref): void {
    this.#sorted?.splice(placeOf(this.#sorted, ref), 1);
  }
}

function placeOf(sorted: readonly Ref[], ref: Ref): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < ref) low = middle + 1;
    else high = middle;
  }
  return low;
}
