/**
 * A XAPI value as the world keeps it; its type is known from the model, never guessed from the value.
 * Integers are numbers while they are safe and bigints beyond; dates are their wire text; references are strings.
 */
export type Value = string | number | bigint | boolean | readonly Value[] | ValueMap;
export type ValueMap = { readonly [key: string]: Value };
export type Row = Readonly<Record<string, Value>>;
export type Ref = string;

export const NULL_REF: Ref = 'OpaqueRef:NULL';
export const EPOCH = '19700101T00:00:00Z';

export function isSameValue(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSameValue(item as Value, b[index] as Value));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) || Array.isArray(b)) return false;
  const left = a as ValueMap;
  const right = b as ValueMap;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isSameValue(left[key] as Value, right[key] as Value));
}
