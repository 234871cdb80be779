import { NULL_REF, type Ref, type Row, type Value, type ValueMap } from './value.ts';

/**
 * Typed looks into a row. A field a release lacks, or a database file spells differently, reads as the
 * type's empty value, so that rules written for the newest release also run on old ones.
 */
export function text(row: Row, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

export function flag(row: Row, field: string): boolean {
  return row[field] === true;
}

export function number(row: Row, field: string): number {
  return numberOf(row[field]);
}

export function numberOf(value: Value | undefined): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
}

/** The reference, or undefined for the null reference (some clients write it as an empty string). */
export function ref(row: Row, field: string): Ref | undefined {
  const value = row[field];
  return typeof value === 'string' && value !== NULL_REF && value !== '' ? value : undefined;
}

/** For sets of references, names and enum members, which the model makes strings. */
export function list(row: Row, field: string): readonly string[] {
  const value = row[field];
  // Filtering would copy every set of thousands of disks each time a rule looks at it.
  return Array.isArray(value) ? (value as readonly string[]) : NOTHING;
}

const NOTHING: readonly string[] = [];

export function map(row: Row, field: string): ValueMap {
  const value = row[field];
  return isMap(value) ? value : {};
}

export function entry(row: Row, field: string, key: string): string | undefined {
  const value = map(row, field)[key];
  return typeof value === 'string' ? value : undefined;
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && !Array.isArray(value);
}

export function without(values: ValueMap, key: string): ValueMap {
  return Object.fromEntries(Object.entries(values).filter(([other]) => other !== key));
}

/** Parameters have been checked against the model: these only tell the compiler. */
export function refOf(value: Value | undefined): Ref {
  return typeof value === 'string' ? value : NULL_REF;
}

export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function mapOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : {};
}
