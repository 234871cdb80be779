import { CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './scanner.ts';

const BACKSLASH = 0x5c;
const COLON = 0x3a;
const closing = new Map([
  [OPEN_LIST, CLOSE_LIST],
  [OPEN_OBJECT, CLOSE_OBJECT],
]);

/**
 * Whether a value that has been scanned is a list or an object of nothing but strings, written without blanks:
 * then it can be copied as it is. Servers write all of theirs so.
 */
export function isFlatText({ bytes, start, end }: { readonly bytes: Uint8Array; readonly start: number; readonly end: number }): boolean {
  const close = start < 0 ? undefined : closing.get(bytes[start] ?? 0);
  if (close === undefined || bytes[end - 1] !== close) return false;
  return end - start === 2 || areStrings(bytes, { at: start + 1, last: end - 1, separators: close === CLOSE_LIST ? [COMMA] : [COLON, COMMA] });
}

/** Strings up to `last`, with the separators between them in turn, so that after the last one there would be a comma. */
function areStrings(bytes: Uint8Array, from: { readonly at: number; readonly last: number; readonly separators: readonly number[] }): boolean {
  const { last, separators } = from;
  for (let at = from.at, turn = 0; ; turn = (turn + 1) % separators.length) {
    at = afterString(bytes, at);
    if (at < 0) return false;
    if (at === last) return separators[turn] === COMMA;
    if (bytes[at] !== separators[turn]) return false;
    at += 1;
  }
}

/** The position after the string at `at`; -1 where there is none. Its escapes have been checked before. */
function afterString(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  let next = at + 1;
  while (bytes[next] !== QUOTE) next += bytes[next] === BACKSLASH ? 2 : 1;
  return next + 1;
}
