import type { Model, ModelClass, ModelField, ModelMessage, ModelParameter } from './model.ts';
import { type FieldEntry, IS_ASYNC, IS_IMPLICIT, type MessageEntry, type ModelTable, TAKES_SESSION } from './model-table.ts';

/** The table is read at the first call, not at start: most windows never need it. */
export async function loadModel(): Promise<Model> {
  const { default: table } = await import('./generated/model.json', { with: { type: 'json' } });
  return modelOf(table);
}

export function modelOf(table: ModelTable): Model {
  const read = readerOf(table);
  const classes = new Map<string, ModelClass>();
  const messages = new Map<string, ModelMessage>();
  for (const entry of table.classes) {
    const known = {
      name: entry.name,
      enums: entry.enums,
      fields: entry.fields.map(read.field),
      messages: entry.messages.map((message) => read.message(entry.name, message)),
      ...at(table.lifecycles, entry.lifecycle),
    };
    classes.set(entry.name, known);
    for (const message of known.messages) messages.set(`${entry.name}.${message.name}`, message);
  }
  return { classes, messages, errors: new Map(Object.entries(table.errors)) };
}

function readerOf(table: ModelTable) {
  const parameterLists = table.parameters.map((list) =>
    list.map(([name, type, isOptional, lifecycle]): ModelParameter => {
      const parameter = { name, type: at(table.types, type), isOptional: isOptional === 1 };
      return lifecycle === undefined ? parameter : { ...parameter, ...at(table.lifecycles, lifecycle) };
    }),
  );
  return {
    field: ([name, type, access, lifecycle, text]: FieldEntry): ModelField => {
      const field = { name, type: at(table.types, type), access, ...at(table.lifecycles, lifecycle) };
      return text === undefined ? field : { ...field, default: text };
    },
    message: (className: string, [name, result, parameters, roles, lifecycle, flags, errors]: MessageEntry): ModelMessage => ({
      name,
      class: className,
      result: at(table.types, result),
      parameters: at(parameterLists, parameters),
      takesSession: (flags & TAKES_SESSION) !== 0,
      errors,
      roles: at(table.roles, roles),
      isImplicit: (flags & IS_IMPLICIT) !== 0,
      isAsync: (flags & IS_ASYNC) !== 0,
      ...at(table.lifecycles, lifecycle),
    }),
  };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`the model's table has no entry ${index}`);
  return item;
}
