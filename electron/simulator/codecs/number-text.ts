/** Numbers as the real server, written in OCaml, reads and prints them. */

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F][0-9a-fA-F_]*|0[oO][0-7][0-7_]*|0[bB][01][01_]*|0[uU][0-9][0-9_]*|[0-9][0-9_]*)$/;

export function isInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX;
}

/** Decimal within int64; hexadecimal, octal, binary and 0u forms within 64 bits, wrapping; undefined otherwise. */
export function parseInt64(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const digits = (match[2] ?? '').replaceAll('_', '');
  const isUnsigned = /^0[xXoObBuU]/.test(digits);
  const magnitude = BigInt(/^0[uU]/.test(digits) ? digits.slice(2) : digits);
  const value = match[1] === '-' ? -magnitude : magnitude;
  if (!isUnsigned) return isInt64(value) ? value : undefined;
  return magnitude < 2n ** 64n ? BigInt.asIntN(64, value) : undefined;
}

const DECIMAL_FLOAT = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const HEXADECIMAL_FLOAT = /^([-+]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([-+]?[0-9]+))?$/;
const NOT_FINITE = /^([-+]?)(nan|inf|infinity)$/i;

/** Blanks may lead but not follow, underscores may stand anywhere. */
export function parseFloat64(input: string): number | undefined {
  const text = input.replaceAll('_', '').replace(/^[ \t\n\v\f\r]+/, '');
  if (DECIMAL_FLOAT.test(text)) return Number(text);
  const special = NOT_FINITE.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return parseHexadecimalFloat(text);
}

function parseHexadecimalFloat(text: string): number | undefined {
  const match = HEXADECIMAL_FLOAT.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const mantissa = Number(BigInt(`0x${whole}${fraction}`));
  const value = mantissa * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

/** As C prints `%.<precision>g`. */
export function formatGeneral(value: number, precision: number): string {
  if (!Number.isFinite(value)) return notFiniteText(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = roundedHalfToEven(value, precision).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < precision) return withoutTrailingZeros(withPointMoved(mantissa, exponent));
  const sign = exponent < 0 ? '-' : '+';
  return `${withoutTrailingZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function notFiniteText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

/** JavaScript rounds a value exactly between two texts away from zero, C to the even digit. */
function roundedHalfToEven(value: number, precision: number): string {
  const rounded = value.toExponential(precision - 1);
  if (!canTie(value, precision, Number(rounded.slice(rounded.indexOf('e') + 1)))) return rounded;
  const [longer = ''] = value.toExponential(precision).split('e');
  if (!longer.endsWith('5')) return rounded;
  const [exact = '', exponent = '0'] = value.toExponential(EXACT_DIGITS).split('e');
  const kept = longer.slice(0, precision === 1 ? -2 : -1);
  const isTie = exact.startsWith(longer) && /^0*$/.test(exact.slice(longer.length));
  return isTie && Number(kept.at(-1)) % 2 === 0 ? `${kept}e${exponent}` : rounded;
}

/** A fraction of so many binary places has as many decimal ones: most values have too many to end in a tie. */
function canTie(value: number, precision: number, exponent: number): boolean {
  return Number.isInteger(value * 2 ** (precision - exponent + 1));
}

/** Enough for every double whose text can end in a tie at 17 digits or fewer. */
const EXACT_DIGITS = 100;

function withPointMoved(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return digits.length > exponent + 1 ? `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}` : `${sign}${digits}`;
}

function withoutTrailingZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** Shortest of 16 and 17 digits that reads back the same, always recognisable as a float. */
export function jsonFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return Object.is(value, -0) ? '-0.0' : `${value}.0`;
  const short = formatGeneral(value, 16);
  const text = Number(short) === value ? short : formatGeneral(value, 17);
  return /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}
