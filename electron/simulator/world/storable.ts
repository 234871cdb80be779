import { hasControls, withoutControls } from './sexpr.ts';
import type { Row, Value, ValueMap } from './value.ts';
import { XapiError } from './xapi-error.ts';

/**
 * The fields as the database takes them. A scalar with characters that XML cannot carry is refused; inside sets
 * and maps they are dropped, and a map may not have an empty key.
 */
export function storable(fields: Row): Row {
  const changes = Object.entries(fields).flatMap(([name, value]): [string, Value][] => {
    const kept = storableValue(value);
    return kept === value ? [] : [[name, kept]];
  });
  return changes.length === 0 ? fields : { ...fields, ...Object.fromEntries(changes) };
}

function storableValue(value: Value): Value {
  if (typeof value === 'string') {
    if (hasControls(value)) throw new XapiError('INTERNAL_ERROR', 'Db_exn.Invalid_value');
    return value;
  }
  return typeof value === 'object' ? cleaned(value) : value;
}

/** The very same value when there is nothing to drop, which is nearly always. */
function cleaned(value: Value): Value {
  if (typeof value === 'string') return hasControls(value) ? withoutControls(value) : value;
  if (Array.isArray(value)) {
    const items = value.map((item: Value) => cleaned(item));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isMap(value) ? cleanedMap(value) : value;
}

function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && !Array.isArray(value);
}

function cleanedMap(map: ValueMap): ValueMap {
  const entries = Object.entries(map);
  const kept = entries.map(([key, item]) => [storableKey(key), cleaned(item)] as const);
  return kept.every(([key, item], index) => key === entries[index]?.[0] && item === entries[index][1]) ? map : Object.fromEntries(kept);
}

function storableKey(key: string): string {
  const clean = hasControls(key) ? withoutControls(key) : key;
  if (clean === '') throw new XapiError('INTERNAL_ERROR', 'Db_exn.Empty_key_in_map');
  return clean;
}
