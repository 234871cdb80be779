import { unreachable } from '#shared/kernel/unreachable.ts';
import { formatGeneral } from '#simulator/codecs/number-text.ts';

/** What a probe reads; the server prints integers and floats differently. */
export type Reading =
  | { readonly is: 'integer'; readonly value: number }
  | { readonly is: 'float'; readonly value: number }
  | { readonly is: 'unknown' };

export const UNKNOWN: Reading = { is: 'unknown' };

export function readingText(reading: Reading): string {
  switch (reading.is) {
    case 'integer':
      return String(reading.value);
    case 'float':
      return floatText(reading.value);
    case 'unknown':
      return '0.0';
    default:
      return unreachable(reading);
  }
}

/** Fifteen digits, zero with a point, and the spellings other tools read. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return value === 0 ? '0.0' : formatGeneral(value, 15);
}
