import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { hostToAsk, shellPlaces, shellWord, storageDiscovery, storageLook } from '#shared/contract/storage-schema.ts';
import { serverId } from './server-calls.ts';

export const storageCalls = {
  /**
   * Has a host of the pool look at what storage offers, the master unless another is named. Hosts log in to arrays and mount
   * shares for it, and let go again; nothing is written anywhere.
   */
  'storage.look': {
    effect: 'read',
    input: z.strictObject({ server: serverId, look: storageLook, host: hostToAsk.optional() }),
    output: z.object({ discovery: storageDiscovery }),
  },
  /** The clock of a host beside ours: storage that checks tickets and pools that compare times want them to agree. */
  'storage.clock': {
    effect: 'read',
    input: z.strictObject({ server: serverId, host: hostToAsk }),
    output: z.object({ hostMs: instant, sentMs: instant, receivedMs: instant }),
  },
  /**
   * Asks the shell of a host whether it gets to the machines that storage lies on, where an administrator permits it. It logs in
   * by SSH, reads, and leaves nothing there.
   */
  'storage.ask-shell': {
    effect: 'read',
    input: z.strictObject({ server: serverId, host: hostToAsk, places: shellPlaces }),
    output: z.object({ word: shellWord }),
  },
  /** Hands a password over once: the pool keeps it, and it is named by its UUID from then on. */
  'storage.keep-password': {
    effect: 'change',
    input: z.strictObject({ server: serverId, password: z.string().min(1).max(1_000) }),
    output: z.object({ secret: z.guid() }),
  },
  /** For passwords that are not needed after all, or that the storage has copies of. */
  'storage.drop-passwords': {
    effect: 'change',
    input: z.strictObject({ server: serverId, secrets: z.array(z.guid()).max(20) }),
    output: z.object({}),
  },
} as const satisfies Record<string, Call>;
