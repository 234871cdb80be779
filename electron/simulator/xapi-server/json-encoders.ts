import type { Model, TypeShape } from '#shared/xapi/model.ts';
import { createJsonEncoder, type JsonEncoder } from '../codecs/json-of-value.ts';
import type { PoolState } from '../world/world.ts';

const encoders = new WeakMap<Model, JsonEncoder>();

export function encoderFor(model: Model): JsonEncoder {
  const encoder = encoders.get(model) ?? createJsonEncoder(model);
  encoders.set(model, encoder);
  return encoder;
}

/** Makes the text of every row, so that the first client of a large pool does not wait for all of them. */
export function prepareRecords({ model, database }: PoolState): void {
  const encoder = encoderFor(model);
  for (const [name, table] of database.tables) {
    if (!model.classes.has(name)) continue;
    const type: TypeShape = { kind: 'record', class: name };
    for (const { row } of table.rows.values()) encoder.encode(type, row);
  }
}
