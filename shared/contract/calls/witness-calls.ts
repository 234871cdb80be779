import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { serverId } from './server-calls.ts';

const portState = z.enum(['open', 'refused', 'silent', 'no-way']);

export const hostWitnesses = z.object({
  pool: z.object({ isLive: z.boolean(), isEnabled: z.boolean(), heardMs: instant.optional(), lostMs: instant.optional(), asOfMs: instant }),
  probe: z
    .object({
      atMs: instant,
      https: portState,
      ssh: portState,
      tls: z.enum(['trusted', 'untrusted', 'failed', 'not-tried']),
      toolstack: z.discriminatedUnion('is', [
        z.object({ is: z.literal('lets-in'), pool: z.string().optional() }),
        z.object({ is: z.literal('refuses'), code: z.string(), parameters: z.array(z.string()) }),
        z.object({ is: z.literal('silent') }),
        z.object({ is: z.literal('not-xapi') }),
        z.object({ is: z.literal('not-asked') }),
      ]),
    })
    .optional(),
  shell: z.object({ atMs: instant, running: z.array(z.string()).readonly(), isComplete: z.boolean() }).optional(),
}) satisfies z.ZodType<HostWitnesses>;

const hostRef = z.string().min(1).max(200);

export const witnessCalls = {
  /** What is known of each host of a pool, by whose word and from when. */
  'pool.witnesses': {
    effect: 'read',
    input: z.strictObject({ server: serverId }),
    output: z.object({ sequence: z.number(), hosts: z.record(z.string(), hostWitnesses) }),
  },
  /** Knocks at a host and answers with what was found; soon after another probe, with what that one found. */
  'host.probe': {
    effect: 'read',
    input: z.strictObject({ server: serverId, host: hostRef }),
    output: hostWitnesses,
  },
} as const satisfies Record<string, Call>;
