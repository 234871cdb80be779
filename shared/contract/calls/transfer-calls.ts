import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { serverId } from './server-calls.ts';

/** Made by the window, to ask afterwards what came of it. */
export const transferId = z.string().min(1).max(64);
// A brand exists only in types.
const vmRef = z.string() as unknown as z.ZodType<VmRef>;
const taskRef = z.string() as unknown as z.ZodType<RefOf<'task'>>;

const differences = z.object({ inFile: z.int(), lost: z.array(z.string()).readonly(), back: z.array(z.string()).readonly() });

const machine = z.object({
  name: z.string(),
  cards: z.array(z.object({ device: z.string(), mac: z.string(), network: z.string() })).readonly(),
  diskBytes: z.number(),
});

export const transferCalls = {
  /** Of a transfer that has ended well: how much it was, its checksum, and the machines it has made. */
  'transfer.result': {
    effect: 'read',
    input: z.strictObject({ transfer: transferId }),
    output: z.object({ bytes: z.number(), sha256: z.string(), vms: z.array(vmRef) }),
  },
  /** The server's task for one that is under way; null before it has one and after it has ended. */
  'transfer.task': {
    effect: 'read',
    input: z.strictObject({ transfer: transferId }),
    output: z.object({ task: taskRef.nullable() }),
  },
  /** What the head of a file packed as zstd says of the machine in it. */
  'transfer.read-head': {
    effect: 'read',
    input: z.strictObject({
      /** Its bytes, as base64. */
      content: z.string().max(1_500_000),
    }),
    output: z.discriminatedUnion('is', [
      z.object({ is: z.literal('machine'), machine }),
      z.object({ is: z.literal('unread'), why: z.enum(['no-export', 'other-package', 'several', 'broken']) }),
    ]),
  },
  /** What a pool would become by a backup of its database; the pool itself is not asked. */
  'pool.read-backup': {
    effect: 'read',
    input: z.strictObject({
      server: serverId,
      name: z.string().min(1).max(300),
      /** The bytes of the file, as base64. */
      content: z.string().max(60_000_000),
    }),
    output: z.object({
      pool: z.object({ name: z.string(), isSame: z.boolean() }),
      master: z.object({ inFile: z.string(), now: z.string() }),
      leaving: z.array(z.string()).readonly(),
      stopped: z.array(z.string()).readonly(),
      vms: differences,
      storage: differences,
      networks: differences,
    }),
  },
} as const satisfies Record<string, Call>;
