import type { Model, TypeShape } from '#shared/xapi/model.ts';

interface Place {
  readonly model: Model;
  readonly path: string;
}

/** Paths at which a decoded value is not what the model's type says; records must have exactly their fields. */
export function misfits(model: Model, type: TypeShape, value: unknown): string[] {
  return misfitsAt({ model, path: '' }, type, value);
}

function misfitsAt(place: Place, type: TypeShape, value: unknown): string[] {
  switch (type.kind) {
    case 'set':
      return Array.isArray(value) ? value.flatMap((item) => misfitsAt(place, type.of, item)) : [told(place, value)];
    case 'map':
      return isObject(value) ? Object.entries(value).flatMap(([key, item]) => misfitsAt(below(place, key), type.value, item)) : [told(place, value)];
    case 'option':
      return value === undefined ? [] : misfitsAt(place, type.of, value);
    case 'record':
      return isObject(value) ? recordMisfits(place, type.class, value) : [told(place, value)];
    default:
      return isScalar(type, value) ? [] : [told(place, value)];
  }
}

function recordMisfits(place: Place, className: string, value: Readonly<Record<string, unknown>>): string[] {
  const fields = place.model.classes.get(className)?.fields ?? [];
  const unknown = Object.keys(value).filter((name) => !fields.some((field) => field.name === name));
  const misfitting = fields.flatMap((field) => misfitsAt(below(place, field.name), field.type, value[field.name]));
  return [...unknown.map((name) => `${below(place, name).path} is no field`), ...misfitting];
}

const JAVASCRIPT_TYPES: Readonly<Record<string, readonly string[]>> = { int: ['number', 'bigint'], float: ['number'], bool: ['boolean'] };

function isScalar(type: TypeShape, value: unknown): boolean {
  if (type.kind === 'enum') return type.values.some((known) => known === value);
  return (JAVASCRIPT_TYPES[type.kind] ?? ['string']).includes(typeof value);
}

function below(place: Place, name: string): Place {
  return { ...place, path: `${place.path}.${name}` };
}

function told(place: Place, value: unknown): string {
  return `${place.path} is ${JSON.stringify(value)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
