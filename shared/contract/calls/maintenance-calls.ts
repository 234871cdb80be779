import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { serverId } from './server-calls.ts';

// A brand exists only in types.
const host = z.string().min(1).max(200) as unknown as z.ZodType<HostRef>;

export const maintenanceCalls = {
  /** Which VMs the server would not move away from a host now, with its codes. */
  'maintenance.look': {
    effect: 'read',
    input: z.strictObject({ server: serverId, host }),
    output: z.object({ blocked: z.array(z.object({ vm: z.string(), code: z.string(), parameters: z.array(z.string()) })) }),
  },
} as const satisfies Record<string, Call>;
