import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { joinSide } from '#shared/contract/joining-schema.ts';
import { serverId } from './server-calls.ts';

export const joiningCalls = {
  /** Everything a join depends on, of a lone host or of the pool it is to join, as it is now. */
  'joining.look': { effect: 'read', input: z.strictObject({ server: serverId }), output: z.object({ side: joinSide }) },
} as const satisfies Record<string, Call>;
