import { unescaped } from './word-reader.ts';

/** bash's printf: the format is used again until all values are used. */
export function formatted(format: string, values: readonly string[]): string {
  const text = unescaped(format);
  let left = [...values];
  let output = '';
  do {
    const before = left.length;
    output += text.replaceAll(/%(?:%|([-+ 0#]*)(\*|\d+)?(?:\.(\d+))?([bcdieEfgGosuxXq]))/g, (whole, flags = '', width, precision, kind) => {
      if (whole === '%%') return '%';
      const wide = width === '*' ? left.shift() : width;
      return padded(one(kind, left.shift() ?? '', precision), { flags: String(flags), width: Number(wide ?? 0) });
    });
    if (left.length === before) break;
  } while (left.length > 0);
  left = [];
  return output;
}

function one(kind: unknown, value: string, precision: unknown): string {
  switch (kind) {
    case 'd':
    case 'i':
    case 'u':
      return String(Math.trunc(numberOf(value)));
    case 'x':
      return Math.trunc(numberOf(value)).toString(16);
    case 'X':
      return Math.trunc(numberOf(value)).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(numberOf(value)).toString(8);
    case 'f':
    case 'F':
      return numberOf(value).toFixed(precision === undefined ? 6 : Number(precision));
    case 'g':
    case 'e':
    case 'E':
    case 'G':
      return String(numberOf(value));
    case 'c':
      return value.slice(0, 1);
    case 'b':
      return unescaped(value);
    default:
      return precision === undefined ? value : value.slice(0, Number(precision));
  }
}

function padded(text: string, { flags, width }: { readonly flags: string; readonly width: number }): string {
  if (flags.includes('-')) return text.padEnd(width);
  return text.padStart(width, flags.includes('0') ? '0' : ' ');
}

/** Anything else counts as 0. */
function numberOf(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}
