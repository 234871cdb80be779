import type { TypeShape } from '#shared/xapi/model.ts';
import { parseMap, parseSet, printMap, printSet } from './sexpr.ts';
import type { Value, ValueMap } from './value.ts';

/** A value as the database's own string: what filters compare and database files hold. */
export function columnText(value: Value, type: TypeShape): string {
  switch (type.kind) {
    case 'set':
      return printSet(itemsOf(value).map((item) => columnText(item, type.of)));
    case 'map':
      return printMap(Object.entries(entriesOf(value)).map(([key, item]) => [key, columnText(item, type.value)]));
    case 'float':
      return floatText(Number(value));
    default:
      return scalarText(value);
  }
}

/** The text of anything but a set or map: a parameter the model types as a string, a column no class knows. */
export function scalarText(value: Value | undefined): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}

/** Throws when the text is not of the type. */
export function valueOfColumn(text: string, type: TypeShape): Value {
  switch (type.kind) {
    case 'set':
      return parseSet(text).map((item) => valueOfColumn(item, type.of));
    case 'map':
      return Object.fromEntries(parseMap(text).map(([key, item]) => [key, valueOfColumn(item, type.value)]));
    case 'bool':
      return text === 'true';
    case 'int':
      return intOfText(text);
    case 'float':
      return floatOfText(text);
    case 'option':
      return valueOfColumn(text, type.of);
    default:
      return text;
  }
}

function intOfText(text: string): number | bigint {
  const big = BigInt(text);
  const small = Number(big);
  return Number.isSafeInteger(small) ? small : big;
}

function floatOfText(text: string): number {
  if (/^-?inf/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text === 'nan' ? Number.NaN : Number(text);
}

/** The server prints 18 significant digits and no needless zeros. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent] = value.toPrecision(18).split('e');
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return exponent === undefined ? short : `${short}e${exponent.replace(/^([+-])(\d)$/, '$10$2')}`;
}

export function itemsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

export function entriesOf(value: Value): ValueMap {
  return typeof value === 'object' && !Array.isArray(value) ? (value as ValueMap) : {};
}
