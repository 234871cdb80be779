import type { Lifecycle, TypeShape } from '#shared/xapi/model.ts';
import {
  type ClassEntry,
  IS_ASYNC,
  IS_IMPLICIT,
  type MessageEntry,
  type ModelTable,
  type ParameterEntry,
  TAKES_SESSION,
} from '#shared/xapi/model-table.ts';
import { isAsync } from './async-calls.ts';
import type { ClassFacts, Facts, MessageFacts } from './facts.ts';
import { type EnumValues, parseType } from './parse-type.ts';

/** Keeps one copy of every distinct value, in order of first use. */
function createPool<T>() {
  const items: T[] = [];
  const indexes = new Map<string, number>();
  return {
    items,
    index(item: T): number {
      const key = JSON.stringify(item);
      const known = indexes.get(key);
      if (known !== undefined) return known;
      indexes.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}

function createPools() {
  return {
    types: createPool<TypeShape>(),
    lifecycles: createPool<Lifecycle>(),
    roles: createPool<readonly string[]>(),
    parameters: createPool<readonly ParameterEntry[]>(),
  };
}
type Pools = ReturnType<typeof createPools>;

export function modelTable(facts: Facts): ModelTable {
  const pools = createPools();
  const enums = enumsOf(facts);
  const classes = facts.classes.map((entry) => classEntry(pools, enums, entry));
  return {
    types: pools.types.items,
    lifecycles: pools.lifecycles.items,
    roles: pools.roles.items,
    parameters: pools.parameters.items,
    classes,
    errors: facts.errors,
  };
}

/** Enums are global by name, although the model lists them under the classes that use them. */
function enumsOf(facts: Facts): EnumValues {
  const enums = new Map<string, readonly string[]>();
  for (const entry of facts.classes) {
    for (const [name, values] of Object.entries(entry.enums)) {
      const known = enums.get(name);
      if (known !== undefined && known.join() !== values.join()) throw new TypeError(`enum ${name} has two meanings`);
      enums.set(name, values);
    }
  }
  return enums;
}

function classEntry(pools: Pools, enums: EnumValues, entry: ClassFacts): ClassEntry {
  return {
    name: entry.name,
    lifecycle: pools.lifecycles.index(entry.lifecycle),
    enums: entry.enums,
    fields: entry.fields.map((field) => {
      const type = pools.types.index(parseType(field.type, enums));
      const lifecycle = pools.lifecycles.index(field.lifecycle);
      if (field.default === undefined) return [field.name, type, field.access, lifecycle];
      return [field.name, type, field.access, lifecycle, field.default];
    }),
    messages: entry.messages.map((message) => messageEntry(pools, enums, { className: entry.name, message })),
  };
}

function messageEntry(pools: Pools, enums: EnumValues, of: { className: string; message: MessageFacts }): MessageEntry {
  const { className, message } = of;
  const parameters = message.parameters.map((parameter): ParameterEntry => {
    const entry = [parameter.name, pools.types.index(parseType(parameter.type, enums)), parameter.isOptional ? 1 : 0] as const;
    return parameter.since === undefined ? entry : [...entry, pools.lifecycles.index({ since: parameter.since })];
  });
  const flags = (message.takesSession ? TAKES_SESSION : 0) | (message.isImplicit ? IS_IMPLICIT : 0) | (isAsync(className, message) ? IS_ASYNC : 0);
  return [
    message.name,
    pools.types.index(parseType(message.result, enums)),
    pools.parameters.index(parameters),
    pools.roles.index(message.roles),
    pools.lifecycles.index(message.lifecycle),
    flags,
    message.errors,
  ];
}
