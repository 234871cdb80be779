import { z } from 'zod';
import { consoleRef, hostRef, terminalId, terminalSize } from './recovery-schema.ts';
import { serverId } from './calls/server-calls.ts';
import { transferId } from './calls/transfer-calls.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';

// A brand exists only in types; whether there is such an object is for the server to say.
const vmRef = z.string().min(1).max(200) as unknown as z.ZodType<RefOf<'vm'>>;
const networkRef = z.string().min(1).max(200) as unknown as z.ZodType<RefOf<'network'>>;
const srRef = z.string().min(1).max(200) as unknown as z.ZodType<RefOf<'sr'>>;

/** The table of byte streams: everything the window can open beside asking. */
export const streams = {
  /** The database of a live pool as it is now, for a file; only who may do everything in the pool gets it. */
  'pool.database': { input: z.strictObject({ server: serverId, transfer: transferId }) },
  /** Such a file, for the pool to become again what it was; a dry run only says whether the pool would take it. */
  'pool.restore-database': {
    input: z.strictObject({ server: serverId, transfer: transferId, lengthBytes: z.int().min(1), isDryRun: z.boolean() }),
  },
  /** The system of a host, as the file that its installer restores it from. */
  'host.backup': { input: z.strictObject({ server: serverId, host: hostRef, transfer: transferId }) },
  /** Such a file, laid ready on the host for its installer. */
  'host.restore': { input: z.strictObject({ server: serverId, host: hostRef, transfer: transferId, lengthBytes: z.int().min(1) }) },
  /** A machine with its disks, as a file that can be imported anywhere. */
  'vm.export': { input: z.strictObject({ server: serverId, vm: vmRef, transfer: transferId, compression: z.enum(['none', 'zstd', 'gzip']) }) },
  /** Such a file, to become a machine whose disks lie there. With its identity it keeps its addresses and its uuid. */
  'vm.import': {
    input: z.strictObject({
      server: serverId,
      sr: srRef,
      transfer: transferId,
      name: z.string().max(1_000),
      lengthBytes: z.int().min(1),
      keepsIdentity: z.boolean(),
      /** For all of its network cards; absent: as the file says. */
      network: networkRef.optional(),
      /** For these of them, by their numbers in the machine, before what is said for all. */
      cards: z
        .array(z.strictObject({ device: z.string().max(8), network: networkRef }))
        .max(64)
        .readonly()
        .optional(),
    }),
  },
  /** What a host's shell, or its own console, shows and is typed; over the route its investigation has found. */
  'host.terminal': {
    input: z.strictObject({ server: serverId, host: hostRef, terminal: terminalId, program: z.enum(['shell', 'console']), ...terminalSize }),
  },
  /** What a host writes into its logs as it writes it, a line of `log-news.ts` each; over the route its investigation has found. */
  'host.logs': { input: z.strictObject({ server: serverId, host: hostRef }) },
  /** The archive a host makes of itself, over the route its investigation has found. */
  'host.status-report': { input: z.strictObject({ server: serverId, host: hostRef }) },
  /** The screen or the text console of a VM, in the protocol its record names, from the host its record names. */
  'vm.console': { input: z.strictObject({ server: serverId, console: consoleRef }) },
} as const satisfies Record<string, { readonly input: z.ZodType }>;

export type StreamName = keyof typeof streams;
export type StreamInput<N extends StreamName> = z.output<(typeof streams)[N]['input']>;
