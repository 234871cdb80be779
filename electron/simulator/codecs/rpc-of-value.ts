import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Model, TypeShape } from '#shared/xapi/model.ts';
import type { Value, ValueMap } from '../world/value.ts';
import { fieldsOfClass, snapshotClass } from './event-shape.ts';
import { rpcString, type RpcMember, type RpcValue } from './rpc-value.ts';

/** A value of the world as a message carries it; fields a record does not have are left out. */
export function rpcOfValue(model: Model, type: TypeShape, value: Value): RpcValue {
  switch (type.kind) {
    case 'string':
    case 'ref':
    case 'enum':
      return rpcString(String(value));
    case 'void':
      return rpcString('');
    case 'int':
      return { is: 'int', value: BigInt(value as number | bigint) };
    case 'float':
      return { is: 'float', value: Number(value) };
    case 'bool':
      return { is: 'bool', value: value === true };
    case 'datetime':
      return { is: 'datetime', value: String(value) };
    case 'set':
      return { is: 'array', items: itemsOf(value).map((item) => rpcOfValue(model, type.of, item)) };
    case 'map':
      return { is: 'struct', members: membersOf(value).map(([key, member]) => [key, rpcOfValue(model, type.value, member)]) };
    case 'record':
      return { is: 'struct', members: recordMembers(model, type.class, mapOf(value)) };
    case 'option':
      return rpcOfValue(model, type.of, value);
    default:
      return unreachable(type);
  }
}

function recordMembers(model: Model, className: string, record: ValueMap): RpcMember[] {
  const members = fieldsOfClass(model, className).flatMap((field): RpcMember[] => {
    const value = record[field.name];
    if (value === undefined) return [];
    return [[field.name, field.name === 'valid_ref_counts' ? countsOf(value) : rpcOfValue(model, field.type, value)]];
  });
  const snapshot = className === 'event' ? record['snapshot'] : undefined;
  if (snapshot === undefined) return members;
  return [...members, ['snapshot', rpcOfValue(model, { kind: 'record', class: snapshotClass(model, String(record['class'])) }, snapshot)]];
}

/** The only 32-bit integers of the protocol; XML tells them apart. */
function countsOf(value: Value): RpcValue {
  return { is: 'struct', members: membersOf(value).map(([table, count]) => [table, { is: 'int32', value: Number(count) }]) };
}

export function itemsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

export function mapOf(value: Value): ValueMap {
  return typeof value === 'object' && !Array.isArray(value) ? (value as ValueMap) : {};
}

function membersOf(value: Value): [string, Value][] {
  return Object.entries(mapOf(value));
}
