import { z } from 'zod';
import { consoleRef, hostRef, terminalId, terminalSize } from './recovery-schema.ts';
import { serverId } from './calls/server-calls.ts';

/** The table of byte streams: everything the window can open beside asking. */
export const streams = {
  /** The database of a live pool as it is now, for a file; only who may do everything in the pool gets it. */
  'pool.database': { input: z.strictObject({ server: serverId }) },
  /** What a host's shell, or its own console, shows and is typed; over the route its investigation has found. */
  'host.terminal': {
    input: z.strictObject({ server: serverId, host: hostRef, terminal: terminalId, program: z.enum(['shell', 'console']), ...terminalSize }),
  },
  /** The screen or the text console of a VM, in the protocol its record names, from the host its record names. */
  'vm.console': { input: z.strictObject({ server: serverId, console: consoleRef }) },
} as const satisfies Record<string, { readonly input: z.ZodType }>;

export type StreamName = keyof typeof streams;
export type StreamInput<N extends StreamName> = z.output<(typeof streams)[N]['input']>;
