import { newRow } from '../model/new-row.ts';
import type { Ref, Row } from './value.ts';
import type { PoolState, World } from './world.ts';

/** Adds an object of this release: fields that came later fall away. */
export function addRow(context: { readonly world: World; readonly pool: PoolState }, table: string, given: Row): Ref {
  const { world, pool } = context;
  const self = world.random.ref();
  pool.database.create(table, self, rowOfRelease(pool, table, { uuid: world.random.uuid(), ...given }));
  return self;
}

/** A complete row of this pool's release; what is given beyond it falls away. */
export function rowOfRelease(pool: PoolState, table: string, given: Row): Row {
  const known = new Set(pool.model.classes.get(table)?.fields.map((field) => field.name));
  const fields = Object.entries(given).filter(([name]) => known.has(name));
  return newRow(pool.model, table, Object.fromEntries(fields));
}

/** Changes what the object has of these fields: a release without a field has nothing to change. */
export function change(pool: PoolState, table: string, self: Ref, changes: Row): void {
  const row = pool.database.get(table, self);
  const known = Object.entries(changes).filter(([name]) => Object.hasOwn(row, name));
  if (known.length > 0) pool.database.set(table, self, Object.fromEntries(known));
}

export function removeRow(pool: PoolState, table: string, self: Ref | undefined): void {
  if (self !== undefined && pool.database.find(table, self) !== undefined) pool.database.destroy(table, self);
}
