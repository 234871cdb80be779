import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { hostRef, investigationSchema } from '#shared/contract/recovery-schema.ts';
import { serverId } from './server-calls.ts';

const one = { server: serverId, host: hostRef };
const seen = z.object({ sequence: z.number(), investigation: investigationSchema });

const answer = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('accept-key') }),
  z.strictObject({ is: z.literal('refuse') }),
  /** One for each thing that was asked for. They travel this once. */
  z.strictObject({ is: z.literal('secrets'), secrets: z.array(z.string().max(10_000)).max(20), isKept: z.boolean() }),
]);

/** Reaching a host that its pool has lost, and looking at it. What is found comes as `recovery` events. */
export const recoveryCalls = {
  /** Starts, or joins what goes on already. */
  'recovery.open': { effect: 'change', input: z.strictObject(one), output: seen },
  /** Ends it: connections are closed, and nothing is asked of the host any more. */
  'recovery.close': { effect: 'change', input: z.strictObject(one), output: z.object({}) },
  /** Answers a question; one that is not asked any more changes nothing. */
  'recovery.answer': { effect: 'change', input: z.strictObject({ ...one, question: z.string().max(100), answer }), output: z.object({}) },
  /** Tries the ways that failed again, now; where one works, looks at everything again. */
  'recovery.check-again': { effect: 'change', input: z.strictObject(one), output: z.object({}) },
  /** While nobody looks, the host is left in peace; the way to it is kept. */
  'recovery.pause': { effect: 'change', input: z.strictObject({ ...one, isPaused: z.boolean() }), output: z.object({}) },
  /** From now on over this route, if it works. */
  'recovery.use-route': { effect: 'change', input: z.strictObject({ ...one, route: z.string().max(300) }), output: z.object({}) },
} as const satisfies Record<string, Call>;
