import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Model, TypeShape } from '#shared/xapi/model.ts';
import type { Value, ValueMap } from '../world/value.ts';
import { fieldsOfClass, snapshotClass } from './event-shape.ts';
import { jsonNumber, jsonString } from './json-write.ts';
import { itemsOf, mapOf } from './rpc-of-value.ts';

type Encode = (value: Value) => string;

/** Turns values into JSON text; what can be known from the model alone is worked out once. */
export interface JsonEncoder {
  encode(type: TypeShape, value: Value): string;
  /** The same text in pieces, for answers so large that putting them together would cost more than making them. */
  pieces(type: TypeShape, value: Value): readonly string[];
}

export function createJsonEncoder(model: Model): JsonEncoder {
  const compiled = new WeakMap<TypeShape, Encode>();
  const records = new Map<string, Encode>();

  function encoderOf(type: TypeShape): Encode {
    let encode = compiled.get(type);
    if (encode === undefined) {
      encode = compile(type);
      compiled.set(type, encode);
    }
    return encode;
  }

  function compile(type: TypeShape): Encode {
    switch (type.kind) {
      case 'string':
      case 'ref':
      case 'enum':
      case 'datetime':
        return (value) => jsonString(value as string);
      case 'int':
      case 'bool':
        return String;
      case 'float':
        return (value) => jsonNumber(Number(value));
      case 'void':
        return () => '""';
      case 'set':
        return encodeSet(encoderOf(type.of));
      case 'map':
        return encodeMap(encoderOf(type.value));
      case 'record':
        return recordEncoder(type.class);
      case 'option':
        return encoderOf(type.of);
      default:
        return unreachable(type);
    }
  }

  function recordEncoder(className: string): Encode {
    let encode = records.get(className);
    if (encode === undefined) {
      encode = className === 'event' ? (value) => eventPieces(value).join('') : compileRecord(className);
      records.set(className, encode);
    }
    return encode;
  }

  /** Rows are immutable, so the text of one is made once for all clients. */
  function compileRecord(className: string): Encode {
    const fields = fieldsOfClass(model, className).map((field) => ({
      name: field.name,
      first: `{${jsonString(field.name)}:`,
      next: `,${jsonString(field.name)}:`,
      encode: encoderOf(field.type),
    }));
    const texts = new WeakMap<ValueMap, string>();
    return (value) => {
      const record = mapOf(value);
      const known = texts.get(record);
      if (known !== undefined) return known;
      // Joined, not concatenated: the text of a large pool as a rope of its smallest parts would weigh many times as much.
      const parts: string[] = [];
      for (const field of fields) {
        const member = record[field.name];
        if (member !== undefined) parts.push(parts.length === 0 ? field.first : field.next, field.encode(member));
      }
      if (parts.length === 0) return '{}';
      parts.push('}');
      const text = parts.join('');
      texts.set(record, text);
      return text;
    };
  }

  /** Made for one answer only, so their texts are not kept. All members but the reference are plain words. */
  function eventPieces(value: Value): string[] {
    const event = mapOf(value);
    const { snapshot, obj_uuid: uuid } = event;
    const word = (name: string): string => String(event[name]);
    const more = uuid === undefined ? '' : `,"obj_uuid":${jsonString(String(uuid))}`;
    const words = `{"id":"${word('id')}","timestamp":"${word('timestamp')}","class":"${word('class')}","operation":"${word('operation')}"`;
    const head = `${words},"ref":${jsonString(word('ref'))}${more}`;
    if (snapshot === undefined) return [head, '}'];
    return [head, ',"snapshot":', recordEncoder(snapshotClass(model, word('class')))(snapshot), '}'];
  }

  function batchPieces(batch: ValueMap): string[] {
    const { events = [], ...rest } = batch;
    const pieces = ['{"events":['];
    for (const [index, event] of itemsOf(events).entries()) {
      if (index > 0) pieces.push(',');
      pieces.push(...eventPieces(event));
    }
    pieces.push('],', recordEncoder('event_batch')(rest).slice(1));
    return pieces;
  }

  function recordMapPieces(records: ValueMap, encode: Encode): string[] {
    const pieces: string[] = [];
    for (const [ref, record] of Object.entries(records)) pieces.push(pieces.length === 0 ? '{' : ',', jsonString(ref), ':', encode(record));
    pieces.push(pieces.length === 0 ? '{}' : '}');
    return pieces;
  }

  return {
    encode: (type, value) => encoderOf(type)(value),
    pieces(type, value) {
      if (type.kind === 'record' && type.class === 'event_batch') return batchPieces(mapOf(value));
      if (type.kind === 'map' && type.value.kind === 'record') return recordMapPieces(mapOf(value), encoderOf(type.value));
      return [encoderOf(type)(value)];
    },
  };
}

function encodeSet(encode: Encode): Encode {
  return (value) => {
    const items = itemsOf(value);
    return items.length === 0 ? '[]' : `[${items.map(encode).join(',')}]`;
  };
}

function encodeMap(encode: Encode): Encode {
  return (value) => {
    let text = '';
    for (const [key, member] of Object.entries(mapOf(value))) text += `${text === '' ? '{' : ','}${jsonString(key)}:${encode(member)}`;
    return text === '' ? '{}' : `${text}}`;
  };
}
