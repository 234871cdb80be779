import { z } from 'zod';
import { serverId } from './calls/server-calls.ts';

/** The table of byte streams: everything the window can open beside asking. */
export const streams = {
  /** The database of a live pool as it is now, for a file; only who may do everything in the pool gets it. */
  'pool.database': { input: z.strictObject({ server: serverId }) },
} as const satisfies Record<string, { readonly input: z.ZodType }>;

export type StreamName = keyof typeof streams;
export type StreamInput<N extends StreamName> = z.output<(typeof streams)[N]['input']>;
