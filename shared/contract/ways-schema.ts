import { z } from 'zod';
import type { KnownWays, Rehearsal } from '#shared/domain/routes/rehearsal.ts';
import { instant } from './failure.ts';
import { attemptFailure, routeKind } from './recovery-schema.ts';
import { hostKey } from './ssh-schema.ts';

const triedWay = z.object({
  route: z.string(),
  kind: routeKind,
  address: z.string(),
  nic: z.string().optional(),
  over: z.string().optional(),
  came: z.enum(['works', 'waits', 'failed']),
  failure: attemptFailure.optional(),
});

export const rehearsalSchema = z.object({
  atMs: instant,
  print: z.string(),
  ways: z.array(triedWay).readonly(),
  bmcAddress: z.string().optional(),
  ports: z.array(z.object({ nic: z.string(), switch: z.string(), port: z.string() })).readonly(),
}) satisfies z.ZodType<Rehearsal>;

export const knownWaysSchema = z.object({
  keys: z.array(hostKey).readonly(),
  bmcAddress: z.string().optional(),
  rehearsal: rehearsalSchema.optional(),
}) satisfies z.ZodType<KnownWays>;
