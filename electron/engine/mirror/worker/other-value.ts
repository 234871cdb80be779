import { changedFields } from '#shared/domain/inventory/inventory.ts';
import { OPEN_OBJECT } from './scanner.ts';
import type { Part } from './row-buffer.ts';

const BACKSLASH = 0x5c;

/** Whether two values of a field, as deltas write them, are different ones and not only written differently. */
export function isOtherValue(before: Part, after: Part): boolean {
  const [a, b] = [bytesOf(before), bytesOf(after)];
  if (a.equals(b)) return false;
  return !mayBeSame(a, b) || changedFields({ value: parsed(a) }, { value: parsed(b) }) !== undefined;
}

/** Maps may be written in another order, and letters of a text as escapes. */
function mayBeSame(a: Buffer, b: Buffer): boolean {
  return (a[0] === OPEN_OBJECT && b[0] === OPEN_OBJECT) || a.includes(BACKSLASH) || b.includes(BACKSLASH);
}

function bytesOf({ bytes, start, end }: Part): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}

function parsed(value: Buffer): unknown {
  // Written by ourselves.
  return JSON.parse(value.toString('utf8'));
}
