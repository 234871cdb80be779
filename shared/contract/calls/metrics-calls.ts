import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import type { HostStatistics } from '#shared/domain/metrics/figures.ts';
import { hostRef, vmRef } from '#shared/contract/recovery-schema.ts';
import { serverId } from './server-calls.ts';

const figures = z.strictObject({
  cpu: z.number().exactOptional(),
  memoryTotal: z.number().exactOptional(),
  memoryUsed: z.number().exactOptional(),
  diskRead: z.number().exactOptional(),
  diskWrite: z.number().exactOptional(),
  networkIn: z.number().exactOptional(),
  networkOut: z.number().exactOptional(),
});

const silentWhy = z.discriminatedUnion('is', [
  z.object({ is: z.literal('no-answer') }),
  z.object({ is: z.literal('refused'), status: z.number() }),
  z.object({ is: z.literal('nonsense') }),
]);

export const hostStatistics = z.discriminatedUnion('is', [
  z.object({ is: z.literal('figures'), report: z.object({ atMs: instant, host: figures, vms: z.record(z.string(), figures) }) }),
  z.object({
    is: z.literal('silent'),
    sinceMs: instant,
    why: silentWhy,
  }),
]) satisfies z.ZodType<HostStatistics>;

export const metricsCalls = {
  /**
   * Keeps the hosts of these servers measured for as long as the call lasts, which is until it is cancelled. The
   * figures come as `metrics` events; what is known already comes at once.
   */
  'metrics.follow': {
    effect: 'read',
    input: z.strictObject({ servers: z.array(serverId).max(500) }),
    output: z.object({}),
  },
  /** What a host did in the last ten minutes, the oldest first; asked for once, `metrics.follow` tells how it goes on. */
  'metrics.history': {
    effect: 'read',
    input: z.strictObject({ server: serverId, host: z.string().min(1).max(200) }),
    output: z.object({ points: z.array(z.object({ atMs: instant, host: figures })) }),
  },
  /** What a host or a VM measured over one of the spans that are kept, source by source. */
  'metrics.archive': {
    effect: 'read',
    input: z.strictObject({
      server: serverId,
      of: z.discriminatedUnion('is', [z.strictObject({ is: z.literal('host'), ref: hostRef }), z.strictObject({ is: z.literal('vm'), ref: vmRef })]),
      span: z.enum(['ten-minutes', 'two-hours', 'week', 'year']),
    }),
    output: z.discriminatedUnion('is', [
      z.object({
        is: z.literal('known'),
        history: z.object({
          stepSec: z.number(),
          timesSec: z.array(z.number()).readonly(),
          series: z.array(z.object({ source: z.string(), values: z.array(z.number().nullable()).readonly() })).readonly(),
        }),
      }),
      z.object({ is: z.literal('silent'), why: silentWhy }),
    ]),
  },
} as const satisfies Record<string, Call>;
