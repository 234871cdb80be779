import type { Field } from '#shared/domain/inventory/field.ts';
import { watched, type WatchedClass, watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';

export type Records = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Told here a second time and slowly: what a mirror must hold of a server's records, by class and reference.
 * `recordsOf` gives the records of a class by the server's name of it.
 */
export function expectedInventory(recordsOf: (xapiName: string) => Records): Readonly<Record<string, unknown>> {
  return Object.fromEntries(watchedClasses.map((name) => [name, expectedRecords(name, recordsOf(xapiClass[name]))]));
}

/** An inventory in the same plain form. */
export function plain(inventory: Readonly<Record<WatchedClass, ReadonlyMap<string, unknown>>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(watchedClasses.map((name) => [name, Object.fromEntries(inventory[name])]));
}

function expectedRecords(name: WatchedClass, records: Records): Readonly<Record<string, unknown>> {
  const fields: Readonly<Record<string, Field>> = watched[name];
  const decoded = Object.entries(records).map(([ref, record]) => [
    ref,
    Object.fromEntries(Object.entries(fields).map(([field, how]) => [field, expectedValue(how, record[how.wire])])),
  ]);
  return Object.fromEntries(decoded);
}

function expectedValue(field: Field, value: unknown): unknown {
  switch (field.is) {
    case 'text':
      return value ?? '';
    case 'flag':
      return value ?? field.otherwise;
    case 'number':
      return Number(value ?? field.otherwise);
    case 'moment':
      return expectedMoment(String(value ?? ''));
    case 'reference':
      return [undefined, 'OpaqueRef:NULL', ''].includes(value as string | undefined) ? null : value;
    case 'references':
    case 'text-set':
      return value ?? [];
    case 'text-map':
      return Object.fromEntries(Object.entries(value ?? {}).map(([key, item]) => [key, String(item)]));
    default:
      return field satisfies never;
  }
}

function expectedMoment(text: string): number | null {
  if (text === '') return null;
  const compact = text.replaceAll('-', '');
  const [year, month, day, time] = [compact.slice(0, 4), compact.slice(4, 6), compact.slice(6, 8), compact.slice(9, 17)];
  const ms = Date.parse(`${year}-${month}-${day}T${time}Z`);
  return ms === 0 ? null : ms;
}
