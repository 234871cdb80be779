import { MalformedMessage } from './malformed.ts';
import { escapedByte } from './byte-text.ts';
import { parseInt64 } from './number-text.ts';
import { NULL, rpcString, type RpcMember, type RpcValue } from './rpc-value.ts';

/**
 * Reads JSON as leniently as the real server's parser: unquoted member names, comments, NaN and Infinity,
 * raw control characters in strings. What it cannot read is answered with HTTP 500.
 */
export function readJson(text: string): RpcValue {
  const cursor: Cursor = { text, at: 0 };
  skipBlanks(cursor);
  if (cursor.at === text.length) throw jsonFailure('Blank input data');
  const value = readValue(cursor);
  skipBlanks(cursor);
  if (cursor.at < text.length) throw unexpected(cursor, 'Junk after end of JSON value:');
  return value;
}

interface Cursor {
  readonly text: string;
  at: number;
}

const BLANKS = /(?:[ \t\r\n]+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const PLAIN_STRING = /[^"\\]*/y;
const UNICODE_ESCAPE = /[0-9a-fA-F]{4}/y;

const LITERALS = new Map<string, RpcValue>([
  ['null', NULL],
  ['true', { is: 'bool', value: true }],
  ['false', { is: 'bool', value: false }],
  ['NaN', { is: 'float', value: Number.NaN }],
  ['Infinity', { is: 'float', value: Number.POSITIVE_INFINITY }],
  ['-Infinity', { is: 'float', value: Number.NEGATIVE_INFINITY }],
]);

const ESCAPES = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function jsonFailure(problem: string): MalformedMessage {
  return new MalformedMessage(`Yojson__Common.Json_error(${JSON.stringify(problem)})`);
}

function unexpected(cursor: Cursor, problem: string): MalformedMessage {
  if (cursor.at >= cursor.text.length) return jsonFailure('Line 1: Unexpected end of input');
  return jsonFailure(`Line 1, byte ${cursor.at}: ${problem} '${cursor.text.slice(cursor.at, cursor.at + 32)}'`);
}

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += found.length;
  return found;
}

function skipBlanks(cursor: Cursor): void {
  take(cursor, BLANKS);
}

/** Skips blanks, then the wanted character if it is there. */
function accepts(cursor: Cursor, character: string): boolean {
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function readValue(cursor: Cursor): RpcValue {
  if (accepts(cursor, '{')) return { is: 'struct', members: readMembers(cursor) };
  if (accepts(cursor, '[')) return { is: 'array', items: readItems(cursor) };
  if (accepts(cursor, '"')) return rpcString(readString(cursor));
  return readLiteral(cursor) ?? readNumber(cursor);
}

function readLiteral(cursor: Cursor): RpcValue | undefined {
  const start = cursor.at;
  if (cursor.text.startsWith('-Infinity', start)) {
    cursor.at += '-Infinity'.length;
    return LITERALS.get('-Infinity');
  }
  const literal = LITERALS.get(take(cursor, IDENTIFIER));
  if (literal === undefined) cursor.at = start;
  return literal;
}

function readNumber(cursor: Cursor): RpcValue {
  const digits = take(cursor, NUMBER);
  if (digits === '') throw unexpected(cursor, 'Invalid token');
  if (/[.eE]/.test(digits)) return { is: 'float', value: Number(digits) };
  const value = parseInt64(digits);
  if (value === undefined) throw new MalformedMessage('Failure("Int64.of_string")');
  return { is: 'int', value };
}

function readItems(cursor: Cursor): RpcValue[] {
  const items: RpcValue[] = [];
  if (accepts(cursor, ']')) return items;
  do items.push(readValue(cursor));
  while (accepts(cursor, ','));
  if (!accepts(cursor, ']')) throw unexpected(cursor, "Expected ',' or ']' but found");
  return items;
}

function readMembers(cursor: Cursor): RpcMember[] {
  const members: RpcMember[] = [];
  if (accepts(cursor, '}')) return members;
  do members.push(readMember(cursor));
  while (accepts(cursor, ','));
  if (!accepts(cursor, '}')) throw unexpected(cursor, "Expected ',' or '}' but found");
  return members;
}

function readMember(cursor: Cursor): RpcMember {
  const isQuoted = accepts(cursor, '"');
  const start = cursor.at;
  const name = isQuoted ? readString(cursor) : take(cursor, IDENTIFIER);
  if (!isQuoted && cursor.at === start) throw unexpected(cursor, 'Expected string or identifier but found');
  if (!accepts(cursor, ':')) throw unexpected(cursor, "Expected ':' but found");
  return [name, readValue(cursor)];
}

/** After the opening quote. */
function readString(cursor: Cursor): string {
  let text = '';
  for (;;) {
    text += take(cursor, PLAIN_STRING);
    const stop = cursor.text[cursor.at];
    if (stop === undefined) throw unexpected(cursor, '');
    cursor.at += 1;
    if (stop === '"') return text;
    text += readEscape(cursor);
  }
}

function readEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.at] ?? '';
  const plain = ESCAPES.get(letter);
  if (plain === undefined && letter !== 'u') throw unexpected(cursor, 'Invalid escape sequence');
  cursor.at += 1;
  return plain ?? readUnicodeEscape(cursor);
}

function readUnicodeEscape(cursor: Cursor): string {
  const high = readCodeUnit(cursor);
  if (high < 0xd800 || high > 0xdfff) return String.fromCharCode(high);
  if (high >= 0xdc00) return encodedSurrogate(high);
  if (!cursor.text.startsWith(String.raw`\u`, cursor.at)) throw unexpected(cursor, 'Missing escape sequence representing low surrogate');
  cursor.at += 2;
  const low = readCodeUnit(cursor);
  if (low < 0xdc00 || low > 0xdfff) throw unexpected(cursor, 'Invalid low surrogate');
  return String.fromCharCode(high, low);
}

function readCodeUnit(cursor: Cursor): number {
  const digits = take(cursor, UNICODE_ESCAPE);
  if (digits === '') throw unexpected(cursor, 'Invalid escape sequence');
  return Number.parseInt(digits, 16);
}

/** A lone low surrogate is stored in three bytes that are not UTF-8. */
function encodedSurrogate(unit: number): string {
  return [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)].map(escapedByte).join('');
}
