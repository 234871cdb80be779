import { changedFields } from '#shared/domain/inventory/inventory.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_LIST = 0x5d;
const CLOSE_OBJECT = 0x7d;

/**
 * The fields of a row that differ from the row before, as a row of their own; undefined where only the spelling differs.
 * Rows of a class have the same fields in the same order, so both are walked over side by side and only what differs is
 * looked at closely.
 */
export function changedText(before: string, after: string): string | undefined {
  const changed: string[] = [];
  for (let old = 1, at = 1; at < after.length; ) {
    const colon = after.indexOf(':', at);
    const oldValue = old + (colon - at) + 1;
    const end = valueEnd(after, colon + 1);
    const value = after.slice(colon + 1, end);
    const isSame = before.startsWith(value, oldValue) && before.charCodeAt(oldValue + value.length) === after.charCodeAt(end);
    const oldEnd = isSame ? oldValue + value.length : valueEnd(before, oldValue);
    if (!isSame && isOther(before.slice(oldValue, oldEnd), value)) changed.push(after.slice(at, end));
    old = oldEnd + 1;
    at = end + 1;
  }
  return changed.length === 0 ? undefined : `{${changed.join(',')}}`;
}

/** The same map may be written in another order. */
function isOther(before: string, after: string): boolean {
  return changedFields({ value: parsed(before) }, { value: parsed(after) }) !== undefined;
}

function parsed(value: string): unknown {
  // The record reader has written it.
  return JSON.parse(Buffer.from(value, 'latin1').toString('utf8'));
}

/** The position behind the value that begins at `at`. */
function valueEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return stringEnd(text, at);
  return first === OPEN_LIST || first === OPEN_OBJECT ? listEnd(text, at) : scalarEnd(text, at);
}

function stringEnd(text: string, at: number): number {
  for (let quote = text.indexOf('"', at + 1); ; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
}

/** Lists and maps hold nothing but strings. */
function listEnd(text: string, at: number): number {
  for (let next = at + 1; ; ) {
    const code = text.charCodeAt(next);
    if (code === CLOSE_LIST || code === CLOSE_OBJECT) return next + 1;
    next = code === QUOTE ? stringEnd(text, next) : next + 1;
  }
}

function scalarEnd(text: string, at: number): number {
  let next = at;
  for (let code = text.charCodeAt(next); code !== COMMA && code !== CLOSE_OBJECT; code = text.charCodeAt(next)) next += 1;
  return next;
}
