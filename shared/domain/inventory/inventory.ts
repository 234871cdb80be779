import { changedMap } from './versioned-map.ts';
import { type RecordOf, type RefOf, type WatchedClass, watchedClasses } from './watched.ts';

/** What is known of one pool: every watched object, by class and reference. */
export type Inventory = { readonly [C in WatchedClass]: ReadonlyMap<RefOf<C>, RecordOf<C>> };

/**
 * A change between two inventories, as plain JSON: an unknown reference comes with its whole record, a
 * known one with the fields that changed. A snapshot is the delta from nothing.
 */
export type Delta = { readonly [C in WatchedClass]?: ClassDelta<C> };
export interface ClassDelta<C extends WatchedClass> {
  readonly set?: Readonly<Record<string, Partial<RecordOf<C>>>>;
  readonly gone?: readonly string[];
}

// One map for every class of the table the type is made of.
export const emptyInventory = Object.fromEntries(watchedClasses.map((name) => [name, new Map()])) as unknown as Inventory;

/** Objects the delta does not mention keep their identity, and so do untouched classes. */
export function applyDelta(inventory: Inventory, delta: Delta): Inventory {
  const next = { ...inventory };
  for (const name of watchedClasses) applyClass(next, name, delta);
  return next;
}

function applyClass<C extends WatchedClass>(inventory: { [K in C]: Inventory[K] }, name: C, delta: Delta): void {
  const change: ClassDelta<C> | undefined = delta[name];
  if (change === undefined) return;
  const records: ReadonlyMap<string, RecordOf<C>> = inventory[name];
  const set = Object.entries(change.set ?? {}).map(
    // The first word about a reference carries the whole record, so the sum is whole too.
    ([ref, fields]) => [ref, { ...records.get(ref), ...fields } as RecordOf<C>] as const,
  );
  inventory[name] = changedMap(records, { set, gone: change.gone ?? [] }) as unknown as Inventory[C];
}

/** An inventory of its owner's own, which grows in place: a big pool's maps are not copied at every change. */
export function createGrowingInventory(): { readonly inventory: Inventory; apply(delta: Delta): void } {
  const maps = Object.fromEntries(watchedClasses.map((name) => [name, new Map<string, object>()]));
  return {
    // Seen through read-only maps of the very classes they were made for.
    inventory: maps as unknown as Inventory,
    apply(delta) {
      for (const name of watchedClasses) {
        const records = maps[name];
        const change: { set?: Readonly<Record<string, object>>; gone?: readonly string[] } | undefined = delta[name];
        if (records !== undefined && change !== undefined) grow(records, change);
      }
    },
  };
}

function grow(records: Map<string, object>, change: { readonly set?: Readonly<Record<string, object>>; readonly gone?: readonly string[] }): void {
  for (const ref of change.gone ?? []) records.delete(ref);
  const { set = {} } = change;
  // Not by entries: a first load brings tens of thousands, and a pair for each would only be thrown away.
  for (const ref of Object.keys(set)) {
    const known = records.get(ref);
    const fields = set[ref];
    if (fields !== undefined) records.set(ref, known === undefined ? fields : { ...known, ...fields });
  }
}

/** What must be told to someone who knows `before` so that they know `after`; undefined when nothing. */
export function differenceOf(before: Inventory, after: Inventory): Delta | undefined {
  const delta: { -readonly [C in WatchedClass]?: Delta[C] } = {};
  for (const name of watchedClasses) differenceOfClass(delta, name, before[name], after[name]);
  return Object.keys(delta).length === 0 ? undefined : delta;
}

function differenceOfClass<C extends WatchedClass>(
  delta: { [K in C]?: Delta[K] },
  name: C,
  before: ReadonlyMap<string, RecordOf<C>>,
  after: ReadonlyMap<string, RecordOf<C>>,
): void {
  if (before === after) return;
  const set: Record<string, Partial<RecordOf<C>>> = {};
  for (const [ref, record] of after) {
    const change = changedFields(before.get(ref), record);
    if (change !== undefined) set[ref] = change;
  }
  const gone = [...before.keys()].filter((ref) => !after.has(ref));
  const change: ClassDelta<C> = { ...(Object.keys(set).length > 0 && { set }), ...(gone.length > 0 && { gone }) };
  if (Object.keys(change).length > 0) delta[name] = change as Delta[C];
}

export function changedFields<T extends object>(before: T | undefined, after: T): Partial<T> | undefined {
  if (before === undefined) return after;
  if (before === after) return undefined;
  const changed = Object.entries(after).filter(([field, value]) => !isSame(Reflect.get(before, field), value));
  return changed.length === 0 ? undefined : (Object.fromEntries(changed) as Partial<T>);
}

/** Watched values are strings, numbers, flags, null and flat lists and maps of strings. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Reflect.get(a, key) === Reflect.get(b, key));
}
