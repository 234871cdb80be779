import type { Field } from '#shared/domain/inventory/field.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { type DetailClass, detailFields } from './details.ts';

type DetailValue = string | number | boolean | null | string[] | Record<string, string>;

/** Fields the release does not have, or has in a form nobody can read, are left out. */
export function readDetails(of: DetailClass, record: unknown): Record<string, DetailValue> {
  const fields: Readonly<Record<string, Field>> = detailFields[of];
  const source = typeof record === 'object' && record !== null ? record : {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = valueOf(field, Reflect.get(source, field.wire));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function valueOf(field: Field, value: unknown): DetailValue | undefined {
  if (value === undefined) return undefined;
  switch (field.is) {
    case 'text':
      return isScalar(value) ? String(value) : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'number':
      return numberIn(value);
    case 'moment':
      return typeof value === 'string' ? momentIn(value) : undefined;
    case 'reference':
      return typeof value === 'string' ? realReference(value) : undefined;
    case 'references':
      return listIn(value)?.filter((item) => realReference(item) !== null);
    case 'text-set':
      return listIn(value);
    case 'text-map':
      return mapIn(value);
    default:
      return unreachable(field);
  }
}

/** Integers come as text from some servers. */
function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** 20260609T12:34:56Z, with dashes or without; the epoch stands for "never". */
function momentIn(text: string): number | null | undefined {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, time, zone = 'Z'] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${time}${zone}`);
  return Number.isNaN(ms) || ms === 0 ? null : ms;
}

function realReference(text: string): string | null {
  return text === '' || text === 'OpaqueRef:NULL' ? null : text;
}

function listIn(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter(isScalar).map(String) : undefined;
}

function mapIn(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (isScalar(item) ? [[key, String(item)]] : [])));
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
