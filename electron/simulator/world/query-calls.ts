import type { ModelClass } from '#shared/xapi/model.ts';
import { columnText, scalarText } from './column-text.ts';
import { type Filter, isMatch, parseFilter } from './filter.ts';
import { columnOf } from './schema.ts';
import type { Ref, Row, Value } from './value.ts';
import type { Call, Implementation } from './world.ts';
import { XapiError } from './xapi-error.ts';

/** Reading whole rows of a class. Rows are immutable, so none is copied on the way out. */
export function queryCalls(owner: ModelClass): Readonly<Record<string, Implementation>> {
  const table = owner.name;
  return {
    get_all: (call) => listed(call, table),
    get_all_records: (call) => recordsOf(call, table, listed(call, table)),
    get_all_where: (call, expression) => matching(call, owner, expression),
    get_all_records_where: (call, expression) => recordsOf(call, table, matching(call, owner, expression)),
    get_record: (call, self) => call.pool.database.get(table, scalarText(self)),
    get_by_uuid: (call, uuid) => byUuid(call, table, scalarText(uuid)),
    get_by_name_label: (call, label) => listed(call, table).filter((ref) => call.pool.database.find(table, ref)?.['name_label'] === label),
  };
}

/** The server answers lists the other way round than it sorts its rows. */
function listed(call: Call, table: string): readonly Ref[] {
  return call.pool.database.refs(table).toReversed();
}

function recordsOf(call: Call, table: string, refs: readonly Ref[]): Value {
  const rows = call.pool.database.tables.get(table)?.rows;
  const records: Record<Ref, Row> = {};
  for (const ref of refs) {
    const row = rows?.get(ref)?.row;
    if (row !== undefined) records[ref] = row;
  }
  return records;
}

function byUuid(call: Call, table: string, uuid: string): Ref {
  const ref = call.pool.database.refByUuid(table, uuid);
  if (ref === undefined) throw new XapiError('UUID_INVALID', table, uuid);
  return ref;
}

function matching(call: Call, owner: ModelClass, expression: Value | undefined): readonly Ref[] {
  const filter: Filter = parseFilter(scalarText(expression));
  const column = columnReader(owner);
  const { database } = call.pool;
  return listed(call, owner.name).filter((ref) => isMatch(filter, (name) => column(ref, database.get(owner.name, ref), name)));
}

/** Filters compare what the database would write, under the names it uses. */
function columnReader(owner: ModelClass): (ref: Ref, row: Row, name: string) => string {
  const byColumn = new Map(owner.fields.map((field) => [columnOf(owner.name, field.name), field]));
  const byName = new Set(owner.fields.map((field) => field.name));
  return (ref, row, name) => {
    if (name === '_ref') return ref;
    const field = byColumn.get(name);
    const value = field === undefined ? hiddenColumn(row, name, byName) : row[field.name];
    if (value === undefined) throw new XapiError('INTERNAL_ERROR', 'missing field', name, '');
    return field === undefined ? scalarText(value) : columnText(value, field.type);
  };
}

/** Columns of a database file that the API does not show can still be asked for. */
function hiddenColumn(row: Row, name: string, fields: ReadonlySet<string>): Value | undefined {
  return Object.hasOwn(row, name) && !fields.has(name) ? row[name] : undefined;
}
