import { z } from 'zod';
import type { Model } from '#shared/xapi/model.ts';
import type { Facts } from './facts.ts';
import { factsModelSchema, readFactsModel } from './read-facts-model.ts';
import { officialModelSchema, readOfficialModel } from './read-official-model.ts';

const anyModelSchema = z.union([factsModelSchema, officialModelSchema]);

/** Reads either format: the official one is a bare list of classes. `known` fills in what that one does not say. */
export function readModel(json: unknown, known: Model | undefined): Facts {
  const input = anyModelSchema.parse(json);
  return Array.isArray(input) ? readOfficialModel(input, known) : readFactsModel(input);
}
