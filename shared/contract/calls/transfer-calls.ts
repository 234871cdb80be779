import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';

/** Made by the window, to ask afterwards what came of it. */
export const transferId = z.string().min(1).max(64);
// A brand exists only in types.
const vmRef = z.string() as unknown as z.ZodType<VmRef>;

export const transferCalls = {
  /** Of an export or import that has ended well: how much it was, its checksum, and the machines it has made. */
  'transfer.result': {
    effect: 'read',
    input: z.strictObject({ transfer: transferId }),
    output: z.object({ bytes: z.number(), sha256: z.string(), vms: z.array(vmRef) }),
  },
} as const satisfies Record<string, Call>;
