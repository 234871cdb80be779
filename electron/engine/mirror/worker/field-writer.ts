import type { Field } from '#shared/domain/inventory/field.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { isFlatText } from './flat-text.ts';
import type { RowBuffer } from './row-buffer.ts';
import { Malformed, OPEN_LIST, OPEN_OBJECT, QUOTE } from './scanner.ts';

const TRUE = 0x74;
const FALSE = 0x66;
const ZERO = 0x30;
const NINE = 0x39;
/** Any integer of so few digits is exact in JavaScript. */
const SAFE_DIGITS = 15;
const NULL_REF = Buffer.from('"OpaqueRef:NULL"');
/** By far the most frequent moment. */
const NEVER = Buffer.from('"19700101T00:00:00Z"');
const NULL = Buffer.from('null');
const NO_TEXT = Buffer.from('""');
const YES = Buffer.from('true');
const NO = Buffer.from('false');

/** Where a value lies as the server wrote it; `start` is -1 for a field this release does not have. Used again and again. */
export interface Span {
  bytes: Buffer;
  start: number;
  end: number;
}

/**
 * Writes a value as a delta carries it. Releases differ: what is missing or of another type counts as empty, so that no
 * release is refused. Whatever is copied as it came has been found to be JSON.
 */
export function writeField(out: RowBuffer, field: Field, span: Span): void {
  switch (field.is) {
    case 'text':
      return writeText(out, span);
    case 'flag':
      return out.put(flagOf(span, field.otherwise) ? YES : NO);
    case 'number':
      return writeNumber(out, span, field.otherwise);
    case 'moment':
      return writeMoment(out, span);
    case 'reference':
      return isReference(span) ? out.copy(span) : out.put(NULL);
    case 'references':
    case 'text-set':
      return writeFlat(out, span, { open: OPEN_LIST, otherwise: setOf });
    case 'text-map':
      return writeFlat(out, span, { open: OPEN_OBJECT, otherwise: mapOf });
    default:
      return unreachable(field);
  }
}

function writeText(out: RowBuffer, span: Span): void {
  const first = firstOf(span);
  if (first === QUOTE) out.copy(span);
  // Numbers and flags are text where a release says so; a list is not.
  else if (isDigit(first) || first === TRUE || first === FALSE) out.ascii(JSON.stringify(rawOf(span)));
  else out.put(NO_TEXT);
}

function flagOf(span: Span, otherwise: boolean): boolean {
  const first = firstOf(span);
  return first === TRUE ? true : first === FALSE ? false : otherwise;
}

function writeNumber(out: RowBuffer, span: Span, otherwise: number): void {
  if (isPlainInteger(span)) out.copy(span);
  else {
    // Integers come as text from some servers, and floats in any notation.
    const text = firstOf(span) === QUOTE ? rawOf(span).slice(1, -1) : rawOf(span);
    const value = span.start < 0 || text.trim() === '' ? Number.NaN : Number(text);
    out.ascii(String(Number.isFinite(value) ? value : otherwise));
  }
}

function isPlainInteger({ bytes, start, end }: Span): boolean {
  const length = end - start;
  if (start < 0 || length > SAFE_DIGITS || (length > 1 && bytes[start] === ZERO)) return false;
  for (let at = start; at < end; at += 1) if (!isDigit(bytes[at] ?? 0)) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function writeMoment(out: RowBuffer, span: Span): void {
  const ms = momentOf(span);
  if (ms === null) out.put(NULL);
  else out.ascii(String(ms));
}

/** Servers write 20260609T12:34:56Z, with dashes or without, and leave the zone out where it is UTC. */
function momentOf(span: Span): number | null {
  if (firstOf(span) !== QUOTE || isText(span, NEVER)) return null;
  const match = /^"(\d{4})-?(\d\d)-?(\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)?"$/.exec(rawOf(span));
  if (match === null) return null;
  const [, year, month, day, time, zone = 'Z'] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${time}${zone}`);
  // The epoch stands for "never".
  return Number.isNaN(ms) || ms === 0 ? null : ms;
}

function isReference(span: Span): boolean {
  return firstOf(span) === QUOTE && span.end - span.start > 2 && !isText(span, NULL_REF);
}

function isText({ bytes, start, end }: Span, text: Uint8Array): boolean {
  if (end - start !== text.length) return false;
  // From the end, where references differ.
  for (let index = text.length - 1; index >= 0; index -= 1) if (bytes[start + index] !== text[index]) return false;
  return true;
}

function writeFlat(out: RowBuffer, span: Span, as: { readonly open: number; readonly otherwise: (value: unknown) => unknown }): void {
  if (firstOf(span) === as.open && isFlatText(span)) out.copy(span);
  else out.utf8(JSON.stringify(as.otherwise(span.start < 0 ? undefined : parsed(span))));
}

function parsed({ bytes, start, end }: Span): unknown {
  try {
    return JSON.parse(bytes.toString('utf8', start, end));
  } catch (error) {
    throw new Malformed('no JSON', { cause: error });
  }
}

function setOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isScalar).map(String) : [];
}

function mapOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isScalar(item) ? String(item) : JSON.stringify(item)]));
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function firstOf({ bytes, start }: Span): number {
  return start < 0 ? 0 : (bytes[start] ?? 0);
}

function rawOf({ bytes, start, end }: Span): string {
  return bytes.toString('latin1', start, end);
}
