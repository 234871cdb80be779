import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import { type Vm, type VmRef, type WatchedClass, watchedClasses } from '#shared/domain/inventory/watched.ts';

/** Takes either side a few milliseconds. */
export const RECORDS_PER_PAGE = 1_000;
/** Far more than there are windows; those who never come back for their next page must not be remembered for ever. */
const MOST_READERS = 32;

export interface SnapshotPage {
  readonly inventory: Delta;
  /** Absent on the last one. */
  readonly next?: string;
}

/** Tells inventories a page at a time, while they go on changing. */
export interface SnapshotPages {
  /** The page of this name, which is good for once; the first one where there is none of that name. */
  read(inventory: Inventory, page: string | undefined): SnapshotPage;
}

interface Reader {
  readonly inventory: Inventory;
  readonly rest: Iterator<Entry, undefined>;
}

interface Entry {
  readonly of: WatchedClass;
  readonly ref: string;
  readonly record: object;
}

export function createSnapshotPages(newId: () => string): SnapshotPages {
  const readers = new Map<string, Reader>();

  function takeReader(inventory: Inventory, page: string | undefined): Reader {
    const known = page === undefined ? undefined : readers.get(page);
    if (page === undefined || known?.inventory !== inventory) return { inventory, rest: entriesOf(inventory) };
    readers.delete(page);
    return known;
  }

  function keep(reader: Reader): string {
    const [oldest] = readers.keys();
    if (oldest !== undefined && readers.size >= MOST_READERS) readers.delete(oldest);
    const page = newId();
    readers.set(page, reader);
    return page;
  }

  return {
    read(inventory, page) {
      const reader = takeReader(inventory, page);
      const { part, isLast } = partOf(reader.rest);
      return { inventory: part, ...(!isLast && { next: keep(reader) }) };
    },
  };
}

/** What says where everything stands. */
const FRAME = ['pool', 'host', 'hostMetrics', 'sr', 'pbd', 'appliance'] as const satisfies readonly WatchedClass[];
/** What says where VMs stand that run nowhere. */
const DISKS = ['vdi', 'vbd'] as const satisfies readonly WatchedClass[];
const LAST = watchedClasses.filter((name) => name !== 'vm' && ![...FRAME, ...DISKS].some((other) => other === name));

/**
 * In the order in which somebody who draws the pool can use it: each object comes after those it is drawn below. An
 * iterator over a map stays right while the map changes: what is there from beginning to end is never left out.
 */
function* entriesOf(inventory: Inventory): Generator<Entry, undefined> {
  const told = new Set<VmRef>();
  yield* entriesOfClasses(inventory, FRAME);
  yield* vmsLeft(inventory, told, ({ residentOn }) => residentOn !== null);
  yield* entriesOfClasses(inventory, DISKS);
  yield* vmsLeft(inventory, told, ({ isSnapshot }) => !isSnapshot);
  yield* vmsLeft(inventory, told, () => true);
  yield* entriesOfClasses(inventory, LAST);
}

function* entriesOfClasses(inventory: Inventory, classes: readonly WatchedClass[]): Generator<Entry> {
  for (const of of classes) for (const [ref, record] of inventory[of]) yield { of, ref, record };
}

/** A VM may start or stop while the others are told, so it is remembered which have been. */
function* vmsLeft(inventory: Inventory, told: Set<VmRef>, isWanted: (vm: Vm) => boolean): Generator<Entry> {
  for (const [ref, record] of inventory.vm) {
    if (told.has(ref) || !isWanted(record)) continue;
    told.add(ref);
    yield { of: 'vm', ref, record };
  }
}

function partOf(rest: Iterator<Entry, undefined>): { part: Delta; isLast: boolean } {
  const classes = new Map<WatchedClass, Record<string, object>>();
  let isLast = false;
  for (let count = 0; count < RECORDS_PER_PAGE && !isLast; count += 1) {
    const { value } = rest.next();
    if (value === undefined) isLast = true;
    else setOf(classes, value.of)[value.ref] = value.record;
  }
  // Whole records of the very classes they are told under.
  return { part: Object.fromEntries([...classes].map(([of, set]) => [of, { set }])) as Delta, isLast };
}

function setOf(classes: Map<WatchedClass, Record<string, object>>, of: WatchedClass): Record<string, object> {
  const set = classes.get(of) ?? {};
  classes.set(of, set);
  return set;
}
