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
  /** Where the app keeps what it keeps. */
  'app.locations': {
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({
      data: z.string(),
      /** Absent where no log is written. */
      log: z.string().optional(),
    }),
  },
} as const satisfies Record<string, Call>;
