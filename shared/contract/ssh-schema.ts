import { z } from 'zod';
import { type OwnFailure, stages } from '#shared/domain/routes/attempt.ts';

/** How far an SSH connection came. */
export const stage = z.enum(stages);

export const hostKey = z.object({ type: z.string(), fingerprint: z.string() });

export const ownFailure = z.discriminatedUnion('is', [
  z.object({ is: z.enum(['name-not-found', 'refused', 'no-route', 'closed', 'not-ssh', 'no-common-algorithms', 'lost']) }),
  z.object({ is: z.literal('timed-out'), afterMs: z.number() }),
  z.object({ is: z.literal('proxy'), status: z.number() }),
  z.object({ is: z.literal('jump-refused-forwarding') }),
  z.object({ is: z.enum(['host-key-unconfirmed', 'host-key-rejected']), shown: hostKey }),
  z.object({ is: z.literal('host-key-changed'), shown: hostKey, known: z.array(hostKey).readonly() }),
  z.object({ is: z.literal('no-secret') }),
  z.object({
    is: z.literal('secret-refused'),
    tried: z.array(z.enum(['agent-key', 'key', 'password', 'keyboard-interactive'])).readonly(),
    accepted: z.array(z.string()).readonly(),
  }),
  z.object({ is: z.literal('another-host'), expected: z.string(), found: z.string() }),
  z.object({ is: z.literal('no-identity') }),
  z.object({ is: z.literal('stopped') }),
]) satisfies z.ZodType<OwnFailure>;
