import type { ModelField, TypeShape } from '#shared/xapi/model.ts';
import { EPOCH, NULL_REF, type Value } from '#simulator/world/value.ts';

/** What a field holds when nobody gave it a value; undefined only for an option, whose member is left out. */
export function defaultOf(field: ModelField): Value | undefined {
  return field.default === undefined ? emptyValue(field.type) : parseDefault(field.type, field.default);
}

const EMPTY_SCALARS = { string: '', void: '', int: 0, float: 0, bool: false, datetime: EPOCH } as const;

export function emptyValue(type: TypeShape): Value | undefined {
  switch (type.kind) {
    case 'enum':
      return type.values[0] ?? '';
    case 'ref':
      return NULL_REF;
    case 'set':
      return [];
    case 'map':
    case 'record':
      return {};
    case 'option':
      return undefined;
    default:
      return EMPTY_SCALARS[type.kind];
  }
}

/** Reads a default as the model writes it: `"text"`, `{a, b}`, `{"k" -> "v"}`, `1.`, `Null`. */
export function parseDefault(type: TypeShape, text: string): Value {
  switch (type.kind) {
    case 'int':
    case 'float':
      return Number(text);
    case 'bool':
      return text === 'true';
    case 'ref':
      return text === 'Null' ? NULL_REF : text;
    case 'set':
      return itemsOf(text).map((item) => parseDefault(type.of, item));
    case 'map':
      return Object.fromEntries(itemsOf(text).map((item) => entryOf(type, item)));
    case 'option':
      return parseDefault(type.of, text);
    case 'record':
      throw new TypeError(`a record has no default that could be written as ${text}`);
    default:
      return unquoted(text);
  }
}

function entryOf(type: Extract<TypeShape, { kind: 'map' }>, item: string): [string, Value] {
  const [key, value] = split(item, ' -> ');
  if (key === undefined || value === undefined) throw new TypeError(`${item} is no entry of a map`);
  return [unquoted(key), parseDefault(type.value, value)];
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

function itemsOf(text: string): string[] {
  if (!text.startsWith('{') || !text.endsWith('}')) throw new TypeError(`${text} is no default of a set or map`);
  const inner = text.slice(1, -1);
  return inner === '' ? [] : split(inner, ', ');
}

/** Splits outside quotes only: what is quoted may hold the separator. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') isQuoted = !isQuoted;
    if (isQuoted || !text.startsWith(separator, index)) continue;
    parts.push(text.slice(start, index));
    start = index + separator.length;
  }
  return [...parts, text.slice(start)];
}
