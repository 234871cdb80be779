import { z } from 'zod';
import type { Field } from '#shared/domain/inventory/field.ts';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import { watched, watchedClasses } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

function fieldSchema(field: Field): z.ZodType {
  switch (field.is) {
    case 'text':
      return z.string();
    case 'flag':
      return z.boolean();
    case 'number':
      return z.number();
    case 'moment':
      return z.number().nullable();
    case 'reference':
      return z.string().nullable();
    case 'references':
    case 'text-set':
      return z.array(z.string());
    case 'text-map':
      return z.record(z.string(), z.string());
    default:
      return unreachable(field);
  }
}

function classDeltaSchema(fields: Readonly<Record<string, Field>>): z.ZodType {
  const shape = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field).optional()]));
  return z.strictObject({
    set: z.record(z.string(), z.strictObject(shape)).optional(),
    gone: z.array(z.string()).optional(),
  });
}

// Built from the same table as the type, so the two say the same; zod cannot infer through the loop.
export const deltaSchema = z.strictObject(
  Object.fromEntries(watchedClasses.map((name) => [name, classDeltaSchema(watched[name]).optional()])),
) as unknown as z.ZodType<Delta>;
