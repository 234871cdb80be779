import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { serverId } from './server-calls.ts';

/** A certificate somebody has confirmed, and that is accepted at its address without a question. */
const knownCertificate = z.object({
  server: serverId,
  serverName: z.string(),
  address: z.string(),
  fingerprint: z.string(),
  /** Absent for a server that is not kept. */
  firstSeenMs: instant.optional(),
  validFromMs: instant.optional(),
  validToMs: instant.optional(),
});
export type KnownCertificate = z.infer<typeof knownCertificate>;

export const certificateCalls = {
  'certificates.list': { effect: 'read', input: z.strictObject({}), output: z.object({ certificates: z.array(knownCertificate) }) },
  /** The next connection to the address asks again, unless the system or the pool's own records vouch for what it shows. */
  'certificates.forget': {
    effect: 'change',
    input: z.strictObject({ server: serverId, address: z.string().min(1).max(300) }),
    output: z.object({}),
  },
} as const satisfies Record<string, Call>;
