import type { Model, ModelClass, ModelField, ModelMessage } from '#shared/xapi/model.ts';
import { modelFor } from '#simulator/model/model-for.ts';
import type { Profile } from '#simulator/model/profiles.ts';
import type { DatabaseFile } from './database-xml.ts';
import { fieldOf } from './schema.ts';

/**
 * No file has rows of these, and whoever is to follow an old pool as it stands needs the calls of today:
 * clients have forgotten how events were told before `event.from`.
 */
const EVENT_CLASSES = new Set(['event', 'event_batch']);

/**
 * The data model of the server that wrote a file. Its release is known only roughly, so where a table has rows
 * these decide which fields there are; the release decides the rest.
 */
export function modelOfFile(file: DatabaseFile, profile: Profile, newest: Model): Model {
  const released = modelFor(profile, newest);
  const found = fieldsInFile(file, newest);
  const tables = new Set(file.tables.map(({ name }) => name));
  const classes = new Map<string, ModelClass>();
  for (const full of newest.classes.values()) {
    const known = released.classes.get(full.name);
    const fields = found.get(full.name);
    if (EVENT_CLASSES.has(full.name)) classes.set(full.name, full);
    else if (known !== undefined && isShapeOnly(known)) classes.set(full.name, known);
    else if (fields !== undefined) classes.set(full.name, narrowed(full, known, fields));
    else if (known !== undefined && tables.has(full.name)) classes.set(full.name, known);
  }
  const messages = new Map<string, ModelMessage>();
  for (const owner of classes.values()) {
    for (const message of owner.messages) messages.set(`${owner.name}.${message.name}`, message);
  }
  return { classes, messages, errors: newest.errors };
}

/** Such a class describes an answer; no file has a table for it. */
function isShapeOnly({ messages }: ModelClass): boolean {
  return messages.length === 0;
}

/** By class, for tables with rows. */
function fieldsInFile(file: DatabaseFile, newest: Model): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, rows } of file.tables) {
    if (rows.length === 0) continue;
    const known = new Set(newest.classes.get(name)?.fields.map((field) => field.name) ?? []);
    const columns = new Set(rows.flatMap((row) => [...row.keys()]));
    found.set(name, new Set([...columns].map((column) => fieldOf(name, column, (field) => known.has(field)))));
  }
  return found;
}

function narrowed(full: ModelClass, known: ModelClass | undefined, fields: ReadonlySet<string>): ModelClass {
  const releasedFields = new Map(known?.fields.map((field) => [field.name, field]) ?? []);
  const releasedMessages = new Map(known?.messages.map((message) => [message.name, message]) ?? []);
  return {
    ...(known ?? full),
    fields: full.fields.filter(({ name }) => fields.has(name)).map((field) => releasedFields.get(field.name) ?? inUse(field)),
    messages: full.messages.flatMap((message) => {
      const field = fieldOfAccessor(full, message);
      if (field !== undefined && !fields.has(field.name)) return [];
      return releasedMessages.get(message.name) ?? (field !== undefined && message.isImplicit ? [inUse(message)] : []);
    }),
  };
}

/** A file that has it was written before it was removed. */
function inUse<T extends ModelField | ModelMessage>(entry: T): T {
  const { removed: _removed, deprecated: _deprecated, ...rest } = entry;
  // Both members are optional, so what is left is still a T.
  return rest as T;
}

function fieldOfAccessor(owner: ModelClass, { name }: ModelMessage): ModelField | undefined {
  const [, prefix, rest] = /^(get_|set_|add_to_|remove_from_|add_|remove_)(.+)$/.exec(name) ?? [];
  return prefix === undefined ? undefined : owner.fields.find((field) => field.name === rest);
}
