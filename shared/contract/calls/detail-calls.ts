import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { detailClasses } from '#shared/domain/details/details.ts';
import { serverId } from './server-calls.ts';

const detailValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), z.record(z.string(), z.string())]);

export const detailCalls = {
  /**
   * What one object says beyond the fields that are watched of all: what its release does not have is absent. While the
   * pool does not answer, the last answer of this run, with the time it was given.
   */
  'object.details': {
    effect: 'read',
    input: z.strictObject({ server: serverId, class: z.enum(detailClasses), ref: z.string().min(1).max(200) }),
    output: z.object({ atMs: instant, isNow: z.boolean(), fields: z.record(z.string(), detailValue) }),
  },
} as const satisfies Record<string, Call>;
