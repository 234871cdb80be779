import type { Field } from '#shared/domain/inventory/field.ts';
import { type WatchedClass, watched } from '#shared/domain/inventory/watched.ts';

/** One watched fact of a class. */
export interface Column {
  readonly field: Field;
  /** How a delta names it. */
  readonly label: Buffer;
}

export function columnsOf(of: WatchedClass): readonly Column[] {
  const table: Readonly<Record<string, Field>> = watched[of];
  return Object.entries(table).map(([name, field]) => ({ field, label: Buffer.from(`${JSON.stringify(name)}:`) }));
}
