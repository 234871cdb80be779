import { z } from 'zod';
import type { Lifecycle, Model, ModelMessage } from '#shared/xapi/model.ts';
import type { ClassFacts, Facts, FieldFacts, MessageFacts } from './facts.ts';
import { lifecycleOf } from './lifecycle.ts';

const lifecycleSchema = z.object({
  transitions: z.array(z.object({ transition: z.string(), release: z.string() })),
});

const fieldSchema = z.object({
  name: z.string(),
  type: z.string(),
  qualifier: z.enum(['RW', 'RO/constructor', 'RO/runtime']),
  default: z.string().optional(),
  lifecycle: lifecycleSchema,
});

const messageSchema = z.object({
  name: z.string(),
  /** The type, then what it means. */
  result: z.array(z.string()).min(1),
  params: z.array(z.object({ name: z.string(), type: z.string(), required: z.boolean().optional() })),
  errors: z.array(z.object({ name: z.string(), doc: z.string() })),
  roles: z.array(z.string()),
  lifecycle: lifecycleSchema,
  implicit: z.boolean(),
});

const classSchema = z.object({
  name: z.string(),
  fields: z.array(fieldSchema),
  messages: z.array(messageSchema),
  enums: z.array(z.object({ name: z.string(), values: z.array(z.object({ name: z.string() })) })),
  lifecycle: lifecycleSchema,
});

/** The `xenapi.json` that the XAPI project publishes. */
export const officialModelSchema = z.array(classSchema);

/**
 * The official format names an error's code but not its parameters, and before 2024 does not mark optional
 * parameters; both are taken from the model known so far, where that has them.
 */
export function readOfficialModel(input: z.infer<typeof officialModelSchema>, known: Model | undefined): Facts {
  const codes = new Set(input.flatMap((entry) => entry.messages.flatMap((message) => message.errors.map((error) => error.name))));
  const errors = new Map([...codes].toSorted().map((code): [string, readonly string[]] => [code, []]));
  for (const [code, names] of known?.errors ?? []) errors.set(code, names);
  return { classes: input.map((entry) => readClass(entry, known)), errors: Object.fromEntries(errors) };
}

function readClass(entry: z.infer<typeof classSchema>, known: Model | undefined): ClassFacts {
  return {
    name: entry.name,
    lifecycle: releasesOf(entry.lifecycle),
    enums: Object.fromEntries(entry.enums.map((item) => [item.name, item.values.map((value) => value.name)])),
    fields: entry.fields.map(readField),
    messages: entry.messages.map((message) => readMessage(message, known?.messages.get(`${entry.name}.${message.name}`))),
  };
}

function readField(field: z.infer<typeof fieldSchema>): FieldFacts {
  return { name: field.name, type: field.type, access: field.qualifier, default: field.default, lifecycle: releasesOf(field.lifecycle) };
}

function readMessage(message: z.infer<typeof messageSchema>, known: ModelMessage | undefined): MessageFacts {
  const takesSession = message.params[0]?.name === 'session_id';
  const isKnownOptional = (name: string): boolean => known?.parameters.some((other) => other.name === name && other.isOptional) ?? false;
  return {
    name: message.name,
    result: message.result[0] ?? 'void',
    parameters: message.params.slice(takesSession ? 1 : 0).map((parameter) => ({
      name: parameter.name,
      type: parameter.type,
      isOptional: parameter.required === undefined ? isKnownOptional(parameter.name) : !parameter.required,
    })),
    takesSession,
    errors: message.errors.map((error) => error.name),
    roles: message.roles,
    isImplicit: message.implicit,
    lifecycle: releasesOf(message.lifecycle),
  };
}

/** Extensions and changes in between do not decide whether a release has the thing. */
function releasesOf(lifecycle: z.infer<typeof lifecycleSchema>): Lifecycle {
  const release = (stage: string): string | undefined => lifecycle.transitions.find((step) => step.transition === stage)?.release;
  return lifecycleOf({
    since: release('published'),
    prototyped: release('prototyped'),
    deprecated: release('deprecated'),
    removed: release('removed'),
  });
}
