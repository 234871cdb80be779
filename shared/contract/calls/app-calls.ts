import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';

export const appCalls = {
  'app.about': {
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({
      version: z.string(),
      /** Whether this build can open the built-in demo pool. */
      hasDemo: z.boolean(),
    }),
  },
} as const satisfies Record<string, Call>;
