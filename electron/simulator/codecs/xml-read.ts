import { MalformedMessage } from './malformed.ts';
import { textOfBytes } from './byte-text.ts';

export type XmlSignal = { readonly is: 'open'; readonly name: string } | { readonly is: 'close' } | { readonly is: 'text'; readonly text: string };

/** Elements and text of one document, one after the other; attributes, comments and instructions are passed over. */
export interface XmlReader {
  peek(): XmlSignal;
  next(): XmlSignal;
}

interface Cursor {
  readonly text: string;
  at: number;
  /** Elements not yet closed, innermost last. */
  readonly open: string[];
  /** A self-closing element still owes its close. */
  owesClose: boolean;
}

export function createXmlReader(bytes: Uint8Array): XmlReader {
  const cursor: Cursor = { text: checked(decodeDocument(bytes)), at: 0, open: [], owesClose: false };
  skipProlog(cursor);
  let ahead: XmlSignal | undefined;
  const peek = (): XmlSignal => (ahead ??= readSignal(cursor));
  return {
    peek,
    next() {
      const signal = peek();
      ahead = undefined;
      return signal;
    },
  };
}

const ENCODING = /^<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/;

function decodeDocument(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  const encoding = ENCODING.exec(start)?.[1]?.toUpperCase();
  const text = encoding === 'ISO-8859-1' ? Buffer.from(bytes).toString('latin1') : textOfBytes(bytes);
  return text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
}

// eslint-disable-next-line no-control-regex -- control characters are what it is about
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

function checked(text: string): string {
  const bad = FORBIDDEN.exec(text);
  if (bad !== null) throw xmlFailure(text, bad.index, 'malformed character stream');
  return text;
}

function xmlFailure(text: string, at: number, problem: string): MalformedMessage {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return new MalformedMessage(`Xmlm.Error(${before.length}:${column}, "${problem}")`);
}

function fail(cursor: Cursor, problem: string): MalformedMessage {
  return xmlFailure(cursor.text, cursor.at, problem);
}

const PROLOG = /(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE(?:[^[\]>"']|"[^"]*"|'[^']*'|\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*>)*/y;
const NAME = /[A-Za-z_:][A-Za-z0-9_:.-]*/y;
const ATTRIBUTES = /(?:\s+[A-Za-z_:][A-Za-z0-9_:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/y;
const CHARACTERS = /[^<&]+/y;
const REFERENCE = /&(?:#([0-9]+)|#x([0-9a-fA-F]+)|([A-Za-z_][A-Za-z0-9_.-]*));/y;
const COMMENT_OR_INSTRUCTION = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const CLOSE_TAG = /<\/([A-Za-z_:][A-Za-z0-9_:.-]*)\s*>/y;

const ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function match(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found === null) return undefined;
  cursor.at += found[0].length;
  return found;
}

function skipProlog(cursor: Cursor): void {
  match(cursor, PROLOG);
  if (cursor.text[cursor.at] !== '<') throw fail(cursor, 'expected root element');
}

function readSignal(cursor: Cursor): XmlSignal {
  if (cursor.owesClose) {
    cursor.owesClose = false;
    cursor.open.pop();
    return { is: 'close' };
  }
  const text = readText(cursor);
  if (text !== '') return { is: 'text', text };
  if (cursor.at >= cursor.text.length) throw fail(cursor, 'unexpected end of input');
  return readCloseTag(cursor) ?? readOpenTag(cursor);
}

/** Text up to the next tag; comments in between do not part it. */
function readText(cursor: Cursor): string {
  let text = '';
  for (;;) {
    const piece = match(cursor, CHARACTERS)?.[0] ?? readReference(cursor) ?? match(cursor, CDATA)?.[1];
    if (piece !== undefined) text += piece;
    else if (match(cursor, COMMENT_OR_INSTRUCTION) === undefined) return text;
  }
}

function readReference(cursor: Cursor): string | undefined {
  if (cursor.text[cursor.at] !== '&') return undefined;
  const found = match(cursor, REFERENCE);
  if (found === undefined) throw fail(cursor, 'illegal character sequence');
  const [, decimal, hexadecimal, name] = found;
  const entity =
    name === undefined ? characterOf(Number.parseInt(decimal ?? hexadecimal ?? '', decimal === undefined ? 16 : 10)) : ENTITIES.get(name);
  if (entity === undefined) throw fail(cursor, `unknown entity reference (${name ?? found[0]})`);
  return entity;
}

function characterOf(codePoint: number): string | undefined {
  if (codePoint > 0x10ffff) return undefined;
  const character = String.fromCodePoint(codePoint);
  return FORBIDDEN.test(character) ? undefined : character;
}

function readCloseTag(cursor: Cursor): XmlSignal | undefined {
  if (!cursor.text.startsWith('</', cursor.at)) return undefined;
  const name = match(cursor, CLOSE_TAG)?.[1];
  if (name === undefined || cursor.open.pop() !== name) throw fail(cursor, 'malformed markup');
  return { is: 'close' };
}

function readOpenTag(cursor: Cursor): XmlSignal {
  cursor.at += 1;
  const name = match(cursor, NAME)?.[0];
  if (name === undefined) throw fail(cursor, 'illegal character sequence');
  match(cursor, ATTRIBUTES);
  cursor.owesClose = readTagEnd(cursor);
  const prefix = /^(.*):/.exec(name)?.[1];
  if (prefix !== undefined) throw fail(cursor, `unknown namespace prefix (${prefix})`);
  cursor.open.push(name);
  return { is: 'open', name };
}

/** Whether the element ends with its tag. The real parser looks one character ahead. */
function readTagEnd(cursor: Cursor): boolean {
  const isEmpty = cursor.text.startsWith('/>', cursor.at);
  if (isEmpty) cursor.at += 1;
  if (cursor.text[cursor.at] === '>') cursor.at += 1;
  else if (cursor.at < cursor.text.length) throw fail(cursor, 'illegal character sequence');
  if (!isEmpty && cursor.at >= cursor.text.length) throw fail(cursor, 'unexpected end of input');
  return isEmpty;
}
