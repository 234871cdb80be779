import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { guestPorts } from '#shared/domain/console/guest-ports.ts';
import { detailClasses } from '#shared/domain/details/details.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { serverId } from './server-calls.ts';

const detailValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), z.record(z.string(), z.string())]);

// A brand exists only in types; whether there is such a machine is for the server to say.
const vmRef = z.string().min(1).max(200) as unknown as z.ZodType<VmRef>;

export const detailCalls = {
  /** Which of the doors that guests usually have are open at the addresses this one reports. */
  'guest.ports': {
    effect: 'read',
    input: z.strictObject({ server: serverId, vm: vmRef }),
    output: z.object({ doors: z.array(z.object({ address: z.string(), port: z.literal(guestPorts), isOpen: z.boolean() })) }),
  },
  /**
   * What one object says beyond the fields that are watched of all: what its release does not have is absent. While the
   * pool does not answer, the last answer of this run, with the time it was given.
   */
  'object.details': {
    effect: 'read',
    input: z.strictObject({ server: serverId, class: z.enum(detailClasses), ref: z.string().min(1).max(200) }),
    output: z.object({ atMs: instant, isNow: z.boolean(), fields: z.record(z.string(), detailValue) }),
  },
} as const satisfies Record<string, Call>;
