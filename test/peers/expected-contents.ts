import { unreachable } from '#shared/kernel/unreachable.ts';
import type { ModelClass, TypeShape } from '#shared/xapi/model.ts';
import type { Row, Value } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import type { Transport } from './peer.ts';

/** Told here a second time, without the simulator's encoders: what the peer must hold after decoding the wire. */
export function expectedContents(pool: PoolState, transport: Transport): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
  const contents = new Map<string, ReadonlyMap<string, unknown>>();
  for (const known of pool.model.classes.values()) {
    if (known.removed !== undefined && isGoneEverywhere(known)) continue;
    if (!known.messages.some((message) => message.name === 'get_all_records' && message.removed === undefined)) continue;
    contents.set(known.name, recordsOf(pool, known, transport));
  }
  return contents;
}

function isGoneEverywhere(known: ModelClass): boolean {
  return known.messages.every((message) => message.removed !== undefined);
}

function recordsOf(pool: PoolState, known: ModelClass, transport: Transport): ReadonlyMap<string, unknown> {
  const rows = known.name === 'message' ? messagesOf(pool) : rowsOf(pool, known.name);
  return new Map(rows.map(([ref, row]) => [ref, decoded(known, row, transport)]));
}

function rowsOf(pool: PoolState, table: string): [string, Row][] {
  return [...(pool.database.tables.get(table)?.rows ?? [])].map(([ref, stored]) => [ref, stored.row]);
}

function messagesOf(pool: PoolState): [string, Row][] {
  return [...pool.messages.stored].map(([ref, message]) => [ref, message.record]);
}

function decoded(known: ModelClass, row: Row, transport: Transport): unknown {
  const record: Record<string, unknown> = {};
  for (const field of known.fields) {
    const value = row[field.name];
    if (value === undefined) throw new Error(`${known.name} ${String(row['uuid'])} has no ${field.name}`);
    record[field.name] = asDecoded(field.type, value, transport);
  }
  return record;
}

function asDecoded(type: TypeShape, value: Value, transport: Transport): unknown {
  switch (type.kind) {
    case 'int':
      // XML-RPC writes integers as untyped text, which the peer leaves as text.
      return transport === 'xml-rpc' ? String(value) : Number(value);
    case 'float':
      return Number(value);
    case 'datetime':
      return transport === 'xml-rpc' ? dateOf(String(value)) : value;
    case 'set':
      return (value as readonly Value[]).map((item) => asDecoded(type.of, item, transport));
    case 'map':
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asDecoded(type.value, item as Value, transport)]));
    case 'string':
    case 'bool':
    case 'void':
    case 'enum':
    case 'ref':
    case 'record':
    case 'option':
      return value;
    default:
      return unreachable(type);
  }
}

function dateOf(compact: string): Date {
  return new Date(`${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`);
}
