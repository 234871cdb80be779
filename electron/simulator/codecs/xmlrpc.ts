import { MalformedMessage } from './malformed.ts';
import { escapedByte } from './byte-text.ts';
import { parseFloat64, parseInt64 } from './number-text.ts';
import { NULL, rpcString, type RpcMember, type RpcValue } from './rpc-value.ts';
import { createXmlReader, type XmlReader } from './xml-read.ts';
import { writeXml } from './xml-write.ts';

export interface XmlCall {
  readonly method: string;
  readonly parameters: readonly RpcValue[];
}

export function readXmlCall(bytes: Uint8Array): XmlCall {
  const reader = createXmlReader(bytes);
  return inside(reader, 'methodCall', () => {
    const method = inside(reader, 'methodName', () => text(reader));
    const parameters = inside(reader, 'params', () => listOf(reader, () => inside(reader, 'param', () => readXmlValue(reader))));
    return { method, parameters };
  });
}

function mismatch(found: string, wanted: string): MalformedMessage {
  return new MalformedMessage(`Xmlrpc.Parse_error("${found}", "${wanted}", _)`);
}

function nextName(reader: XmlReader): string {
  const signal = reader.peek();
  if (signal.is === 'text') return 'data';
  return signal.is === 'open' ? `open_tag(${signal.name})` : 'close_tag';
}

function skipBlanks(reader: XmlReader): void {
  for (let signal = reader.peek(); signal.is === 'text' && signal.text.trim() === ''; signal = reader.peek()) reader.next();
}

function open(reader: XmlReader, name: string): void {
  skipBlanks(reader);
  const signal = reader.peek();
  if (signal.is === 'close') throw mismatch('close_tag', 'open_tag');
  if (signal.is === 'text') throw mismatch('data', `open_tag(${name})`);
  if (signal.name !== name) {
    const found = `open_tag(${signal.name})`;
    // Of values the real parser tells it the other way round.
    throw name === 'value' ? mismatch('open_tag(value)', found) : mismatch(found, `open_tag(${name})`);
  }
  reader.next();
}

function close(reader: XmlReader, name: string): void {
  skipBlanks(reader);
  if (reader.peek().is !== 'close') throw mismatch(nextName(reader), `close_tag(${name})`);
  reader.next();
}

function inside<T>(reader: XmlReader, name: string, read: () => T): T {
  open(reader, name);
  const value = read();
  close(reader, name);
  return value;
}

/** Text that must be there: the real parser takes the end of an empty element for its text and stumbles later. */
function text(reader: XmlReader): string {
  const signal = reader.peek();
  if (signal.is === 'text') {
    reader.next();
    return signal.text;
  }
  reader.next();
  return '';
}

function listOf<T>(reader: XmlReader, read: () => T): T[] {
  const items: T[] = [];
  for (skipBlanks(reader); reader.peek().is === 'open'; skipBlanks(reader)) items.push(read());
  return items;
}

export function readXmlValue(reader: XmlReader): RpcValue {
  return inside(reader, 'value', () => content(reader));
}

/** Untyped text is a string; blanks around a type's element do not count. */
function content(reader: XmlReader): RpcValue {
  const first = reader.peek();
  if (first.is === 'close') return rpcString('');
  if (first.is === 'open') return element(reader, first.name);
  reader.next();
  const after = reader.peek();
  return after.is === 'open' && first.text.trim() === '' ? element(reader, after.name) : rpcString(first.text);
}

const SCALARS = new Map<string, (text: string) => RpcValue>([
  ['string', rpcString],
  ['int', readInteger],
  ['i4', readInteger],
  ['i8', readInteger],
  ['boolean', (digits) => ({ is: 'bool', value: digits === '1' })],
  ['double', readDouble],
  ['dateTime.iso8601', (date) => ({ is: 'datetime', value: date })],
  ['base64', readBase64],
]);

const TYPES = 'open_tag(int/i8/i4/boolean/double/string/dateTime.iso8601/array/struct/nil)';

function element(reader: XmlReader, name: string): RpcValue {
  const scalar = SCALARS.get(name);
  if (scalar !== undefined) return inside(reader, name, () => scalar(optionalText(reader)));
  switch (name) {
    case 'nil':
      return inside(reader, name, () => NULL);
    case 'array':
      return inside(reader, name, () => ({ is: 'array', items: readItems(reader) }));
    case 'struct':
      return inside(reader, name, () => ({ is: 'struct', members: listOf(reader, () => readMember(reader)) }));
    default:
      throw mismatch(`open_tag(${name})`, TYPES);
  }
}

function optionalText(reader: XmlReader): string {
  return reader.peek().is === 'text' ? text(reader) : '';
}

/** The data element may be missing. */
function readItems(reader: XmlReader): RpcValue[] {
  skipBlanks(reader);
  if (reader.peek().is === 'close') return [];
  return inside(reader, 'data', () => listOf(reader, () => readXmlValue(reader)));
}

function readMember(reader: XmlReader): RpcMember {
  return inside(reader, 'member', () => {
    const name = inside(reader, 'name', () => text(reader));
    return [name, readXmlValue(reader)];
  });
}

function readInteger(digits: string): RpcValue {
  const value = parseInt64(digits);
  if (value === undefined) throw new MalformedMessage('Failure("Int64.of_string")');
  return { is: 'int', value };
}

function readDouble(digits: string): RpcValue {
  const value = parseFloat64(digits);
  if (value === undefined) throw new MalformedMessage('Failure("float_of_string")');
  return { is: 'float', value };
}

function readBase64(encoded: string): RpcValue {
  const digits = encoded.replaceAll(/\s/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) throw new MalformedMessage('Invalid_argument("Wrong padding")');
  const bytes = Buffer.from(digits, 'base64');
  return { is: 'base64', value: [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : escapedByte(byte))).join('') };
}

const HEAD = '<?xml version="1.0"?><methodResponse><params><param>';
const TAIL = '</param></params></methodResponse>';

/** `value` is the XML text of a value element. */
export function xmlAnswer(value: string): string {
  return `${HEAD}${value}${TAIL}`;
}

export function xmlSuccess(value: string): string {
  return xmlAnswer(xmlStruct('Success', 'Value', value));
}

export function xmlFailure(code: string, parameters: readonly string[]): string {
  return rawXmlFailure(writeXml({ is: 'array', items: [code, ...parameters].map(rpcString) }));
}

/** `description` is the XML text of a value element. */
export function rawXmlFailure(description: string): string {
  return xmlAnswer(xmlStruct('Failure', 'ErrorDescription', description));
}

function xmlStruct(status: string, name: string, value: string): string {
  return `<value><struct><member><name>Status</name><value>${status}</value></member><member><name>${name}</name>${value}</member></struct></value>`;
}
