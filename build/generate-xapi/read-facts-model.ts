import { z } from 'zod';
import type { Facts, MessageFacts } from './facts.ts';
import { lifecycleOf } from './lifecycle.ts';

const release = z.string().optional();
const lifecycle = { since: release, prototyped: release, deprecated: release, removed: release };

const fieldSchema = z.object({
  name: z.string(),
  type: z.string(),
  access: z.enum(['RW', 'RO/constructor', 'RO/runtime']),
  default: z.string().optional(),
  ...lifecycle,
});

const messageSchema = z.object({
  name: z.string(),
  result: z.string(),
  params: z.array(z.object({ name: z.string(), type: z.string(), optional: z.boolean().optional() })),
  errors: z.array(z.string()),
  roles: z.array(z.string()),
  implicit: z.boolean().optional(),
  ...lifecycle,
});

export const factsModelSchema = z.object({
  classes: z.array(
    z.object({
      name: z.string(),
      enums: z.record(z.string(), z.array(z.string())),
      fields: z.array(fieldSchema),
      messages: z.array(messageSchema),
      ...lifecycle,
    }),
  ),
  errors: z.record(z.string(), z.array(z.string())),
});

export function readFactsModel(input: z.infer<typeof factsModelSchema>): Facts {
  return {
    errors: input.errors,
    classes: input.classes.map((entry) => ({
      name: entry.name,
      lifecycle: lifecycleOf(entry),
      enums: entry.enums,
      fields: entry.fields.map((field) => ({
        name: field.name,
        type: field.type,
        access: field.access,
        default: field.default,
        lifecycle: lifecycleOf(field),
      })),
      messages: entry.messages.map(readMessage),
    })),
  };
}

function readMessage(message: z.infer<typeof messageSchema>): MessageFacts {
  const takesSession = message.params[0]?.name === 'session_id';
  return {
    name: message.name,
    result: message.result,
    parameters: message.params.slice(takesSession ? 1 : 0).map((parameter) => ({
      name: parameter.name,
      type: parameter.type,
      isOptional: parameter.optional ?? false,
    })),
    takesSession,
    errors: message.errors,
    roles: message.roles,
    isImplicit: message.implicit ?? false,
    lifecycle: lifecycleOf(message),
  };
}
