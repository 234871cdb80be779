import type { TypeShape } from '#shared/xapi/model.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Row, Value } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';

/** Rows that have not exactly the fields and types of their class in this release. */
export function misfits(pool: PoolState): string[] {
  const found: string[] = [];
  for (const [table, { rows }] of pool.database.tables) {
    const known = pool.model.classes.get(table);
    if (known === undefined) continue;
    for (const [ref, { row }] of rows) found.push(...fieldMisfits(known.fields, row).map((problem) => `${table} ${ref}: ${problem}`));
  }
  return found;
}

function fieldMisfits(fields: readonly { readonly name: string; readonly type: TypeShape }[], row: Row): string[] {
  const found: string[] = [];
  for (const { name, type } of fields) {
    const value = row[name];
    if (value === undefined) found.push(`lacks ${name}`);
    else if (!conforms(value, type)) found.push(`${name} is ${textOf(value).slice(0, 80)}, not of type ${type.kind}`);
  }
  const names = new Set(fields.map((field) => field.name));
  return found.concat(Object.keys(row).flatMap((name) => (names.has(name) ? [] : [`has ${name}, which the release lacks`])));
}

function textOf(value: Value): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

const REFERENCE = /^OpaqueRef:(NULL|[0-9a-f-]{36})$/;
const DATE = /^\d{8}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?$/;

function conforms(value: Value, type: TypeShape): boolean {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string';
    case 'int':
      return typeof value === 'bigint' || Number.isSafeInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    case 'datetime':
      return typeof value === 'string' && DATE.test(value);
    case 'enum':
      return typeof value === 'string' && type.values.includes(value);
    case 'ref':
      return typeof value === 'string' && REFERENCE.test(value);
    case 'set':
      return Array.isArray(value) && value.every((item) => conforms(item, type.of));
    case 'map':
      return isMap(value) && Object.entries(value).every(([key, item]) => conformsAsKey(key, type.key) && conforms(item, type.value));
    case 'option':
      return conforms(value, type.of);
    case 'record':
    case 'void':
      return false;
    default:
      return unreachable(type);
  }
}

function isMap(value: Value): value is Row {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Keys of a map are text whatever their type. */
function conformsAsKey(key: string, type: TypeShape): boolean {
  return type.kind === 'int' ? /^-?\d+$/.test(key) : conforms(key, type);
}
