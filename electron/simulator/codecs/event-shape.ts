import type { Model, TypeShape } from '#shared/xapi/model.ts';

interface ShapeField {
  readonly name: string;
  readonly type: TypeShape;
}

const string: TypeShape = { kind: 'string' };

/** Events as the server really writes them: numbers and times as strings, whatever the model says. */
const EVENT_FIELDS: readonly ShapeField[] = ['id', 'timestamp', 'class', 'operation', 'ref', 'obj_uuid'].map((name) => ({ name, type: string }));

/** What event.from returns is a record of a class the model does not describe. */
const BATCH_FIELDS: readonly ShapeField[] = [
  { name: 'events', type: { kind: 'set', of: { kind: 'record', class: 'event' } } },
  { name: 'valid_ref_counts', type: { kind: 'map', key: string, value: { kind: 'int' } } },
  { name: 'token', type: string },
];

export function fieldsOfClass(model: Model, className: string): readonly ShapeField[] {
  if (className === 'event') return EVENT_FIELDS;
  if (className === 'event_batch') return BATCH_FIELDS;
  return model.classes.get(className)?.fields ?? [];
}

const properNames = new WeakMap<Model, Map<string, string>>();

/** Events name classes in lower case; their snapshots have the fields of the class proper. */
export function snapshotClass(model: Model, lowerCaseName: string): string {
  let names = properNames.get(model);
  if (names === undefined) {
    names = new Map([...model.classes.keys()].map((name) => [name.toLowerCase(), name]));
    properNames.set(model, names);
  }
  return names.get(lowerCaseName.toLowerCase()) ?? lowerCaseName;
}
