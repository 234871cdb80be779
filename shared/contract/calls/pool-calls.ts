import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { deltaSchema } from '#shared/contract/inventory-schema.ts';
import { instant } from '#shared/contract/failure.ts';
import { serverId } from './server-calls.ts';

export const poolCalls = {
  /**
   * All that is known of one pool, in pages: `next` names the one that follows, and the last has none. Deltas with a higher
   * sequence than the first page's continue from there; later pages may contain some of them already, which does no harm.
   */
  'pool.snapshot': {
    effect: 'read',
    input: z.strictObject({ server: serverId, page: z.string().max(100).optional() }),
    output: z.object({ sequence: z.number(), inventory: deltaSchema, next: z.string().optional() }),
  },
  /**
   * Shows the pool in a XAPI database file (`xe pool-dump-database`, `state.db`, compressed or not). It appears among the
   * servers, for looking only, until it is disconnected.
   */
  'pool.open-file': {
    effect: 'change',
    input: z.strictObject({
      name: z.string().min(1).max(300),
      /** The bytes of the file, as base64. */
      content: z.string().max(60_000_000),
      /** When the file was written; now if nobody knows. */
      takenAtMs: instant.optional(),
    }),
    output: z.object({ server: serverId }),
  },
} as const satisfies Record<string, Call>;
