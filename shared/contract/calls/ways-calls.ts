import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { hostRef } from '#shared/contract/recovery-schema.ts';
import { knownWaysSchema } from '#shared/contract/ways-schema.ts';
import { serverId } from './server-calls.ts';

/** What would lead to a host that goes dark, tried while all is well. */
export const waysCalls = {
  /** What is kept of each host of a pool. */
  'ways.of': {
    effect: 'read',
    input: z.strictObject({ server: serverId }),
    output: z.object({ sequence: z.number(), hosts: z.record(z.string(), knownWaysSchema) }),
  },
  /** Tries the ways to a host now and answers with what was found; joins what goes on already. */
  'ways.try': { effect: 'read', input: z.strictObject({ server: serverId, host: hostRef }), output: knownWaysSchema },
} as const satisfies Record<string, Call>;
