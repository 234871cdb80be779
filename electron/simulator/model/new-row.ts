import type { Model, ModelClass } from '#shared/xapi/model.ts';
import type { Row, Value } from '#simulator/world/value.ts';
import { defaultOf } from './default-value.ts';

/** Laying out a large pool makes tens of thousands of rows of a few classes; their defaults are read once. */
const templates = new WeakMap<ModelClass, Row>();

/** A complete row: every field this release has, as given or else at its default. */
export function newRow(model: Model, className: string, given: Row): Row {
  const known = model.classes.get(className);
  if (known === undefined) throw new RangeError(`this release has no class ${className}`);
  const unknown = Object.keys(given).find((name) => !known.fields.some((field) => field.name === name));
  if (unknown !== undefined) throw new RangeError(`this release has no field ${className}.${unknown}`);
  return { ...templateOf(known), ...given };
}

function templateOf(known: ModelClass): Row {
  const made = templates.get(known);
  if (made !== undefined) return made;
  const row: Record<string, Value> = {};
  for (const field of known.fields) {
    const value = defaultOf(field);
    if (value !== undefined) row[field.name] = value;
  }
  templates.set(known, row);
  return row;
}
