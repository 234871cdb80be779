import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';

/** What counts of a table's rows: what a person would notice, and nothing that changes by itself. */
export type Telling = Readonly<Record<string, readonly string[]>>;

export interface Seen {
  readonly table: string;
  readonly ref: Ref;
  readonly row: Row;
}

export interface Change {
  readonly table: string;
  readonly ref: Ref;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** The rows of a pool's database as they are now. */
export function rowsOf({ database }: PoolState, telling: Telling): readonly Seen[] {
  return Object.entries(telling).flatMap(([table, fields]) =>
    database.refs(table).map((ref) => {
      const row = database.get(table, ref);
      return { table, ref, row: structuredClone(Object.fromEntries(fields.map((field) => [field, row[field] ?? ''])) as Row) };
    }),
  );
}

export function changesOf(before: readonly Seen[], after: readonly Seen[]): readonly Change[] {
  const key = ({ table, ref }: Seen): string => `${table} ${ref}`;
  const [was, is] = [new Map(before.map((seen) => [key(seen), seen])), new Map(after.map((seen) => [key(seen), seen]))];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((each): Change[] => {
    const [old, now] = [was.get(each), is.get(each)];
    const { table, ref } = old ?? now ?? { table: '', ref: '' };
    return JSON.stringify(old?.row) === JSON.stringify(now?.row) ? [] : [{ table, ref, before: old?.row, after: now?.row }];
  });
}

/** Which fields of a row are others than before. */
export function changedFields({ before, after }: Change): readonly string[] {
  if (before === undefined || after === undefined) return [];
  return Object.keys(before).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
