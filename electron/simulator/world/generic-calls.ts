import type { Model, ModelClass, ModelField, ModelMessage } from '#shared/xapi/model.ts';
import { newRow } from '#simulator/model/new-row.ts';
import { entriesOf, itemsOf, scalarText } from './column-text.ts';
import { queryCalls } from './query-calls.ts';
import { columnOf } from './schema.ts';
import { isSameValue, type Ref, type Row, type Value, type ValueMap } from './value.ts';
import type { Call, Implementation } from './world.ts';
import { XapiError } from './xapi-error.ts';

/** What the server generates from a class: queries, field accessors, constructor and destructor. */
export function genericCall(model: Model, message: ModelMessage): Implementation | undefined {
  const owner = model.classes.get(message.class);
  if (owner === undefined) return undefined;
  const found = implementationOf(model, owner, message);
  return found !== undefined && message.removed !== undefined ? refuseRemoved : found;
}

function refuseRemoved(): never {
  throw new XapiError('MESSAGE_REMOVED');
}

function implementationOf(model: Model, owner: ModelClass, message: ModelMessage): Implementation | undefined {
  if (!message.isImplicit) return mapEditorOf(owner, message.name);
  switch (message.name) {
    case 'create':
      return (call, given) => create(call, model, owner, given);
    case 'destroy':
      return (call, self) => destroy(call, owner.name, self);
    default:
      return queryCalls(owner)[message.name] ?? fieldCallOf(owner, message.name);
  }
}

/** Maps whose editors are declared by hand only to say who may call them; they do what a generated one does. */
const PLAIN_MAPS = new Set(['task.other_config', 'VM.other_config', 'VM.platform', 'VM.blocked_operations', 'VM.NVRAM', 'pool.guest_agent_config']);

function mapEditorOf(owner: ModelClass, name: string): Implementation | undefined {
  const field = fieldNamed(owner, name, /^(?:set|add_to|remove_from)_/);
  return field !== undefined && PLAIN_MAPS.has(`${owner.name}.${field.name}`) ? fieldCallOf(owner, name) : undefined;
}

function fieldNamed(owner: ModelClass, name: string, prefix: RegExp): ModelField | undefined {
  if (!prefix.test(name)) return undefined;
  const wanted = name.replace(prefix, '');
  return owner.fields.find((field) => field.name === wanted);
}

function fieldCallOf(owner: ModelClass, name: string): Implementation | undefined {
  const table = owner.name;
  const getter = fieldNamed(owner, name, /^get_/);
  if (getter !== undefined) return (call, self) => read(call, table, self, getter);
  const setter = fieldNamed(owner, name, /^set_/);
  if (setter !== undefined) return (call, self, value) => write(call, table, self, setter, value);
  return mapCallOf(owner, name) ?? setCallOf(owner, name);
}

function mapCallOf(owner: ModelClass, name: string): Implementation | undefined {
  const added = fieldNamed(owner, name, /^add_to_/);
  if (added !== undefined)
    return (call, self, key, value) => addToMap(call, { table: owner.name, self: scalarText(self), field: added }, [key, value]);
  const removed = fieldNamed(owner, name, /^remove_from_/);
  if (removed === undefined) return undefined;
  return (call, self, key) => edit(call, owner.name, self, removed, (value) => withoutKey(entriesOf(value), scalarText(key)));
}

function setCallOf(owner: ModelClass, name: string): Implementation | undefined {
  const added = fieldNamed(owner, name, /^add_/);
  if (added !== undefined) return (call, self, item) => edit(call, owner.name, self, added, (value) => withItem(itemsOf(value), item));
  const removed = fieldNamed(owner, name, /^remove_/);
  if (removed === undefined) return undefined;
  return (call, self, item) => edit(call, owner.name, self, removed, (value) => itemsOf(value).filter((other) => !isSameValue(other, item)));
}

function read(call: Call, table: string, self: Value, field: ModelField): Value {
  const value = call.pool.database.get(table, scalarText(self))[field.name];
  if (value === undefined) throw new TypeError(`the row of ${table} ${scalarText(self)} has no ${field.name}`);
  return value;
}

function write(call: Call, table: string, self: Value, field: ModelField, value: Value): Value {
  return edit(call, table, self, field, () => value);
}

function edit(call: Call, table: string, self: Value, field: ModelField, change: (value: Value) => Value): Value {
  const ref = scalarText(self);
  const { database } = call.pool;
  const before = database.get(table, ref)[field.name] ?? '';
  database.set(table, ref, { [field.name]: change(before) });
  return '';
}

interface Place {
  readonly table: string;
  readonly self: Ref;
  readonly field: ModelField;
}

/** A key that is there already is refused, even with the value it has. */
function addToMap(call: Call, { table, self, field }: Place, [key, value]: readonly [Value, Value]): Value {
  const name = scalarText(key);
  const known = entriesOf(call.pool.database.get(table, self)[field.name] ?? '');
  if (Object.hasOwn(known, name)) throw new XapiError('MAP_DUPLICATE_KEY', table, columnOf(table, field.name), self, name);
  return edit(call, table, self, field, (before) => ({ [name]: value, ...entriesOf(before) }));
}

function withoutKey(values: ValueMap, key: string): ValueMap {
  return Object.fromEntries(Object.entries(values).filter(([other]) => other !== key));
}

function withItem(items: readonly Value[], item: Value): readonly Value[] {
  return items.some((other) => isSameValue(other, item)) ? items : [item, ...items];
}

function create(call: Call, model: Model, owner: ModelClass, given: Value): Value {
  const ref = call.world.random.ref();
  const fields: Row = { ...entriesOf(given), uuid: call.world.random.uuid() };
  call.pool.database.create(owner.name, ref, newRow(model, owner.name, fields));
  return ref;
}

function destroy(call: Call, table: string, self: Value): Value {
  call.pool.database.destroy(table, scalarText(self));
  return '';
}
