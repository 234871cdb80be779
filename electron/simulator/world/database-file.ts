import type { Model, TypeShape } from '#shared/xapi/model.ts';
import { defaultOf } from '#simulator/model/default-value.ts';
import { type Profile, profileOf, profileOfSchema } from '#simulator/model/profiles.ts';
import { columnText, scalarText, valueOfColumn } from './column-text.ts';
import { createDatabase, type Database, type LoadedRow } from './database.ts';
import { modelOfFile } from './database-model.ts';
import { type DatabaseFile, DatabaseFileError, type FileRow, type FileTable, parseDatabaseFile, printDatabaseXml } from './database-xml.ts';
import { relationsOf } from './relations.ts';
import { columnOf, fieldOf, VOLATILE_TABLES } from './schema.ts';
import type { StoredRow, Table } from './table.ts';
import type { Value } from './value.ts';
import type { PoolState } from './world.ts';

/** What a database keeps of the file it came from, so that it can be written back as it was. */
export interface DatabaseOrigin {
  readonly manifest: ReadonlyMap<string, string>;
  readonly tables: readonly string[];
  /** Releases before 6.0 did not write the generations of rows. */
  readonly hasStamps: boolean;
}

export interface LoadedDatabase {
  readonly profile: Profile;
  /** Only what this file has: a class or field it lacks is not served. */
  readonly model: Model;
  readonly database: Database;
  readonly origin: DatabaseOrigin;
}

const CREATED = '__ctime';
const MODIFIED = '__mtime';
const NOT_FIELDS = new Set(['ref', '_ref', CREATED, MODIFIED]);

/** Loads a database file, plain or gzipped. References, uuids and generations stay as they are. Throws DatabaseFileError. */
export function loadDatabaseFile(bytes: Uint8Array, newest: Model): LoadedDatabase {
  const file = parseDatabaseFile(bytes);
  const { manifest } = file;
  const profile = profileOfSchema({ major: numberIn(manifest, 'schema_major_vsn'), minor: numberIn(manifest, 'schema_minor_vsn') });
  const model = modelOfFile(file, profile, newest);
  // The file counts the next generation, the database the last one used.
  const generation = numberIn(manifest, 'generation_count') - 1;
  const contents = file.tables.flatMap((table) => rowsOf(table, model, generation));
  const tables = file.tables.map(({ name }) => name);
  const hasStamps = file.tables.every(({ rows }) => rows.every((row) => row.has(MODIFIED)));
  const database = createDatabase({ tables, relations: relationsOf(model), generation, contents });
  return { profile, model, database, origin: { manifest, tables, hasStamps } };
}

function numberIn(manifest: ReadonlyMap<string, string>, key: string): number {
  const value = Number(manifest.get(key));
  if (!Number.isSafeInteger(value)) throw new DatabaseFileError(`the manifest of this XAPI database gives no ${key}`);
  return value;
}

function rowsOf({ name, rows }: FileTable, model: Model, generation: number): readonly LoadedRow[] {
  const fields = model.classes.get(name)?.fields ?? [];
  const types = new Map(fields.map((field) => [field.name, field.type]));
  const defaults = fields.flatMap((field): [string, Value][] => {
    const value = defaultOf(field);
    return value === undefined ? [] : [[field.name, value]];
  });
  return rows.map((row) => ({
    table: name,
    ref: refIn(row, name),
    row: { ...Object.fromEntries(defaults), ...Object.fromEntries(cells(row, name, types)) },
    created: Number(row.get(CREATED) ?? generation),
    modified: Number(row.get(MODIFIED) ?? generation),
  }));
}

function refIn(row: FileRow, table: string): string {
  const ref = row.get('ref') ?? row.get('_ref');
  if (ref === undefined) throw new DatabaseFileError(`a row of ${table} has no reference`);
  return ref;
}

function cells(row: FileRow, table: string, types: ReadonlyMap<string, TypeShape>): [string, Value][] {
  return [...row].flatMap(([column, text]): [string, Value][] => {
    if (NOT_FIELDS.has(column)) return [];
    const field = fieldOf(table, column, (name) => types.has(name));
    const type = types.get(field);
    return [[field, type === undefined ? text : typedCell({ table, column, text }, type)]];
  });
}

function typedCell(cell: { readonly table: string; readonly column: string; readonly text: string }, type: TypeShape): Value {
  try {
    return valueOfColumn(cell.text, type);
  } catch (cause) {
    throw new DatabaseFileError(`${cell.table}.${cell.column} cannot be ${cell.text}`, { cause });
  }
}

/** The database as a file. One that was loaded and not changed comes out as it went in. */
export function dumpDatabase(database: Database, model: Model, origin: DatabaseOrigin): DatabaseFile {
  const names = new Set([...origin.tables, ...database.tables.keys()]);
  return {
    manifest: new Map([...origin.manifest, ['generation_count', String(database.generation() + 1)]]),
    tables: [...names].sort().map((name) => dumpTable(name, database.tables.get(name), model, origin)),
  };
}

/** The pool as the database file a client may download, whether or not it came from one. */
export function poolDatabaseXml({ database, model, origin, profile }: PoolState): string {
  return printDatabaseXml(dumpDatabase(database, model, origin ?? originOfProfile(profileOf(profile))));
}

function originOfProfile({ schema }: Profile): DatabaseOrigin {
  const manifest = new Map([
    ['schema_major_vsn', String(schema.major)],
    ['schema_minor_vsn', String(schema.minor)],
  ]);
  return { manifest, tables: [], hasStamps: true };
}

function dumpTable(name: string, table: Table | undefined, model: Model, origin: DatabaseOrigin): FileTable {
  if (table === undefined || VOLATILE_TABLES.has(name)) return { name, rows: [] };
  const types = new Map(model.classes.get(name)?.fields.map((field) => [field.name, field.type]) ?? []);
  const rows = table.sortedRefs().flatMap((ref) => table.rows.get(ref) ?? []);
  return { name, rows: rows.map((stored) => dumpRow(name, stored, types, origin.hasStamps)) };
}

function dumpRow(table: string, { ref, row, created, modified }: StoredRow, types: ReadonlyMap<string, TypeShape>, hasStamps: boolean): FileRow {
  const columns = Object.entries(row).map(([field, value]): [string, string] => {
    const type = types.get(field);
    return [columnOf(table, field), type === undefined ? scalarText(value) : columnText(value, type)];
  });
  const stamps: [string, string][] = [
    [CREATED, String(created)],
    [MODIFIED, String(modified)],
  ];
  const sorted = [...columns, ['_ref', ref] as const].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([['ref', ref] as const, ...(hasStamps ? stamps : []), ...sorted]);
}
