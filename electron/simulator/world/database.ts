import { backReferencesOf, type Relation } from './relations.ts';
import { VOLATILE_TABLES } from './schema.ts';
import { storable } from './storable.ts';
import { MutableTable, type StoredRow, type Table } from './table.ts';
import { isSameValue, NULL_REF, type Ref, type Row, type Value } from './value.ts';
import { XapiError } from './xapi-error.ts';

/**
 * One pool's object store: tables of rows, one generation counter, tombstones, and sets that mirror
 * the references pointing back. Every change goes through here, so events can be told from generations alone.
 */
export interface Database {
  readonly generation: () => number;
  readonly tables: ReadonlyMap<string, Table>;
  find(table: string, ref: Ref): Row | undefined;
  /** Throws HANDLE_INVALID. */
  get(table: string, ref: Ref): Row;
  refByUuid(table: string, uuid: string): Ref | undefined;
  /** Ordered by reference, as the server lists them. */
  refs(table: string): readonly Ref[];
  /** Uses and raises the generation counter for something kept beside the tables, and tells the listeners. */
  announce(table: string, ref: Ref): number;
  create(table: string, ref: Ref, row: Row): void;
  /** Writing the value a field already has changes nothing, as on the real server. */
  set(table: string, ref: Ref, changes: Row): void;
  /** Counts as a modification although nothing changed. */
  touch(table: string, ref: Ref): void;
  destroy(table: string, ref: Ref): void;
  /** The server starts anew from its file: rows kept in memory only are gone without a deletion, and so is what it knew of deletions. */
  restart(): void;
  /** Called after every change; returns how to stop. */
  onChange(listener: Listener): () => void;
}

export type Listener = (table: string, ref: Ref) => void;

export interface LoadedRow {
  readonly table: string;
  readonly ref: Ref;
  readonly row: Row;
  readonly created: number;
  readonly modified: number;
}

export interface DatabaseSetup {
  readonly tables: readonly string[];
  readonly relations: readonly Relation[];
  readonly generation?: number;
  /** Rows from elsewhere: taken as they are, with whatever their references say. */
  readonly contents?: readonly LoadedRow[];
}

export function createDatabase(setup: DatabaseSetup): Database {
  let generation = setup.generation ?? 1;
  const tables = new Map<string, MutableTable>();
  const listeners = new Set<Listener>();
  const relations = backReferencesOf(setup.relations);
  for (const name of setup.tables) tables.set(name, new MutableTable());
  for (const { table, ref, row, created, modified } of inOrderOfChange(setup.contents ?? [])) {
    tableOf(table).insert(ref, row, { created, modified });
    generation = Math.max(generation, modified);
  }

  function tableOf(name: string): MutableTable {
    const known = tables.get(name);
    if (known !== undefined) return known;
    const fresh = new MutableTable();
    tables.set(name, fresh);
    return fresh;
  }

  function notify(table: string, ref: Ref): void {
    for (const listener of listeners) listener(table, ref);
  }

  /** The mirrored side is modified in the same generation as the change that moved it. */
  function editMirror(relation: Relation, to: Ref, edit: (refs: readonly Value[]) => readonly Value[]): void {
    const mirror = tables.get(relation.many);
    const stored = mirror?.rows.get(to);
    if (mirror === undefined || stored === undefined) return;
    const before = stored.row[relation.manyField];
    const refs = Array.isArray(before) ? before : [];
    const after = edit(refs);
    if (after === refs) return;
    mirror.update(to, { ...stored.row, [relation.manyField]: after }, generation);
    notify(relation.many, to);
  }

  function detach(table: string, ref: Ref, row: Row): void {
    for (const relation of relations.from(table)) {
      for (const to of pointedTo(row[relation.oneField])) editMirror(relation, to, (refs) => without(refs, ref));
    }
  }

  function attach(table: string, ref: Ref, row: Row): void {
    for (const relation of relations.from(table)) {
      for (const to of pointedTo(row[relation.oneField])) editMirror(relation, to, (refs) => (refs.includes(ref) ? refs : [ref, ...refs]));
    }
  }

  function stored(table: string, ref: Ref): StoredRow {
    const found = tables.get(table)?.rows.get(ref);
    if (found === undefined) throw new XapiError('HANDLE_INVALID', table, ref);
    return found;
  }

  return {
    generation: () => generation,
    tables,
    find: (table, ref) => tables.get(table)?.rows.get(ref)?.row,
    get: (table, ref) => stored(table, ref).row,
    refByUuid: (table, uuid) => tables.get(table)?.refByUuid(uuid),
    refs: (table) => tables.get(table)?.sortedRefs() ?? [],
    announce(table, ref) {
      generation += 1;
      notify(table, ref);
      return generation;
    },
    create(table, ref, given) {
      const row = storable(given);
      if (tables.get(table)?.rows.has(ref) === true) throw new XapiError('INTERNAL_ERROR', uniquenessText(table, ref));
      generation += 1;
      tableOf(table).insert(ref, row, { created: generation, modified: generation });
      attach(table, ref, row);
      notify(table, ref);
    },
    set(table, ref, given) {
      const before = stored(table, ref).row;
      const changes = storable(given);
      const changed = changedFields(before, changes);
      if (changed.length === 0) return;
      generation += 1;
      // One moved reference takes the row out of every set it is mirrored in and puts it back in front, as the server does.
      const isMoved = relations.from(table).some((relation) => changed.includes(relation.oneField));
      if (isMoved) detach(table, ref, before);
      const row = { ...stored(table, ref).row, ...changes };
      tableOf(table).update(ref, row, generation);
      if (isMoved) attach(table, ref, row);
      notify(table, ref);
    },
    touch(table, ref) {
      const { row } = stored(table, ref);
      generation += 1;
      tableOf(table).update(ref, row, generation);
      // The server leaves a gap behind, so that a token from before the touch is always smaller than any from after it.
      generation += 1;
      notify(table, ref);
    },
    destroy(table, ref) {
      const { row } = stored(table, ref);
      generation += 1;
      detach(table, ref, row);
      tableOf(table).remove(ref, generation);
      notify(table, ref);
    },
    restart() {
      for (const [name, table] of tables) {
        if (VOLATILE_TABLES.has(name)) tables.set(name, new MutableTable());
        else table.tombstones.length = 0;
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function uniquenessText(table: string, ref: Ref): string {
  return `Db_exn.Uniqueness_constraint_violation("${table}", "_ref", "${ref}")`;
}

function inOrderOfChange(rows: readonly LoadedRow[]): readonly LoadedRow[] {
  return rows.toSorted((a, b) => a.modified - b.modified);
}

function changedFields(before: Row, changes: Row): string[] {
  return Object.keys(changes).filter((field) => {
    const current = before[field];
    const next = changes[field];
    return current === undefined || next === undefined || !isSameValue(current, next);
  });
}

/** A reference field points to one row, a set of references to several. */
function pointedTo(value: Value | undefined): readonly Ref[] {
  if (typeof value === 'string') return value === NULL_REF || value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function without(refs: readonly Value[], ref: Ref): readonly Value[] {
  const index = refs.indexOf(ref);
  return index < 0 ? refs : refs.toSpliced(index, 1);
}
