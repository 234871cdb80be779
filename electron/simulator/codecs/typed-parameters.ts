import type { Model, ModelClass, TypeShape } from '#shared/xapi/model.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Value } from '../world/value.ts';
import { XapiError } from '../world/xapi-error.ts';
import { bytesOfText } from './byte-text.ts';
import { readDate } from './date-text.ts';
import { parseFloat64, parseInt64 } from './number-text.ts';
import { describeValue, memberOf, rpcString, type RpcValue } from './rpc-value.ts';

/** The text of the exception a value of the wrong type raises in the real server. */
export class ParameterException extends Error {
  override readonly name = 'ParameterException';
}

function failure(text: string): ParameterException {
  return new ParameterException(`Failure(${ocamlString(text)})`);
}

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({
    '"': String.raw`\"`,
    '\\': String.raw`\\`,
    '\n': String.raw`\n`,
    '\t': String.raw`\t`,
    '\r': String.raw`\r`,
    '\b': String.raw`\b`,
  }).map(([character, escape]) => [character.charCodeAt(0), escape]),
);

/** As OCaml prints a string literal: whatever is not printable ASCII is a byte in decimal. */
function ocamlString(text: string): string {
  return `"${[...bytesOfText(text)].map(ocamlCharacter).join('')}"`;
}

function ocamlCharacter(byte: number): string {
  const isPrintable = byte >= 0x20 && byte < 0x7f;
  return SHORT_ESCAPES.get(byte) ?? (isPrintable ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`);
}

/** A parameter read as the type the model gives it; a wrong one raises INTERNAL_ERROR with the real server's text. */
export function readParameter(model: Model, type: TypeShape, value: RpcValue): Value {
  try {
    return valueOf(model, type, value);
  } catch (error) {
    if (error instanceof ParameterException) throw new XapiError('INTERNAL_ERROR', internalErrorText(error.message));
    throw error;
  }
}

/** One kind of exception is told in other words once it is an answer. */
function internalErrorText(exception: string): string {
  return exception.replace(/^Invalid_argument\("(.*)"\)$/, 'Invalid argument: $1');
}

export function valueOf(model: Model, type: TypeShape, value: RpcValue): Value {
  switch (type.kind) {
    case 'string':
    case 'ref':
      return stringOf(value);
    case 'int':
      return intOf(value);
    case 'float':
      return floatOf(value);
    case 'bool':
      if (value.is !== 'bool') throw failure(`Expected bool, got '${describeValue(value)}'`);
      return value.value;
    case 'datetime':
      return dateOf(value);
    case 'enum':
      return enumOf(type.values, value);
    case 'set':
      if (value.is !== 'array') throw failure(`Expecting Rpc.Enum, but found '${describeValue(value)}'`);
      return value.items.map((item) => valueOf(model, type.of, item));
    case 'map':
      return mapOf(model, type, value);
    case 'record':
      return recordOf(model, type.class, value);
    case 'option':
      return value.is === 'null' ? [] : [valueOf(model, type.of, value)];
    case 'void':
      return '';
    default:
      return unreachable(type);
  }
}

function stringOf(value: RpcValue): string {
  if (value.is !== 'string') throw failure(`Expected string, got '${describeValue(value)}'`);
  return value.value;
}

function intOf(value: RpcValue): number | bigint {
  if (value.is === 'int') return compact(value.value);
  if (value.is !== 'string') throw failure(`Expected int64, got '${describeValue(value)}'`);
  const parsed = parseInt64(value.value);
  if (parsed === undefined) throw failure('Int64.of_string');
  return compact(parsed);
}

/** A number while it is safe. */
function compact(value: bigint): number | bigint {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

function floatOf(value: RpcValue): number {
  if (value.is === 'float' || value.is === 'int' || value.is === 'int32') return Number(value.value);
  if (value.is !== 'string') throw failure(`Expected float, got '${describeValue(value)}'`);
  const parsed = parseFloat64(value.value);
  if (parsed === undefined) throw failure('float_of_string');
  return parsed;
}

/** JSON has no dates, so a string will do as well. */
function dateOf(value: RpcValue): string {
  if (value.is !== 'datetime' && value.is !== 'string') throw failure('Date.t_of_rpc');
  const reading = readDate(value.value);
  if (reading.is === 'bad') throw new ParameterException(reading.exception);
  return reading.text;
}

/** Any spelling of the case is taken; the canonical one is kept. */
function enumOf(values: readonly string[], value: RpcValue): string {
  const wanted = value.is === 'string' ? value.value.toLowerCase() : undefined;
  const known = values.find((candidate) => candidate.toLowerCase() === wanted);
  if (known === undefined) throw failure('Unknown tag/contents');
  return known;
}

function mapOf(model: Model, type: Extract<TypeShape, { kind: 'map' }>, value: RpcValue): Value {
  if (value.is !== 'struct') {
    throw failure(type.key.kind === 'string' ? `Expecting Rpc.Dict, but found '${describeValue(value)}'` : 'Unmarshalling error');
  }
  // The real server looks at values before keys, which shows when both are wrong.
  const entries = value.members.map(([key, member]) => {
    const read = valueOf(model, type.value, member);
    return [String(valueOf(model, type.key, rpcString(key))), read] as const;
  });
  return Object.fromEntries(entries);
}

function recordOf(model: Model, className: string, value: RpcValue): Value {
  if (value.is !== 'struct') throw failure(`Expecting Rpc.Dict, but found '${describeValue(value)}'`);
  const modelClass = model.classes.get(className);
  if (modelClass === undefined) return {};
  return fieldsOf(model, modelClass, value);
}

/** The fields that were given; what a constructor does about the others is its own matter. */
function fieldsOf(model: Model, modelClass: ModelClass, value: Extract<RpcValue, { is: 'struct' }>): Value {
  const given = modelClass.fields.flatMap((field) => {
    const member = memberOf(value.members, field.name);
    return member === undefined ? [] : [[field.name, valueOf(model, field.type, member)] as const];
  });
  return Object.fromEntries(given);
}
