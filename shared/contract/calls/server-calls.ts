import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { failureSchema, instant } from '#shared/contract/failure.ts';
import type { Branded } from '#shared/kernel/branded.ts';

export type ServerId = Branded<'server'>;
// A brand exists only in types, so the schema of the plain string is the schema of the branded one.
export const serverId = z.string().min(1).max(64) as unknown as z.ZodType<ServerId>;

/** In the order they are taken. */
export const connectStep = z.enum(['resolve', 'connect', 'tls', 'log-in', 'load']);
export type ConnectStep = z.infer<typeof connectStep>;

/** How much of what is shown is still true. */
export const serverState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('connecting'), step: connectStep }),
  z.object({ is: z.literal('live') }),
  /** Connection lost: the picture is from `sinceMs`; tried again at `nextTryAtMs`, or being tried right now. */
  z.object({ is: z.literal('stale'), sinceMs: instant, why: failureSchema, nextTryAtMs: instant.optional() }),
  /** Lost in a way that trying again cannot mend: wrong password, changed certificate. */
  z.object({ is: z.literal('closed'), sinceMs: instant, why: failureSchema }),
]);
export type ServerState = z.infer<typeof serverState>;

export const serverSchema = z.object({
  id: serverId,
  /** As the user typed it. */
  address: z.string(),
  user: z.string(),
  state: serverState,
  /** Whether the account may do everything in the pool; not known before the first login. */
  access: z.enum(['full', 'limited']).optional(),
  /** Where other hosts claim to be master of this very pool while the one we are connected to answers: the pool is split. */
  rivals: z.array(z.string()).optional(),
});
export type Server = z.infer<typeof serverSchema>;

/** A certificate the user has confirmed for an address, by its SHA-256 fingerprint. */
export const pin = z.strictObject({
  address: z.string().max(300),
  fingerprint: z.string().max(100),
  /** Kept to be shown if another certificate takes its place. */
  validFromMs: instant.optional(),
  validToMs: instant.optional(),
});
export type Pin = z.infer<typeof pin>;

/** An HTTP proxy that every connection to a pool goes through. */
export const proxySetting = z.strictObject({
  address: z.string().min(1).max(300),
  user: z.string().max(300).optional(),
  password: z.string().max(1000).optional(),
});
export type ProxySetting = z.infer<typeof proxySetting>;

/** Over a jump host of the user's, by its id among those of `access.get`. */
export const jumpSetting = z.strictObject({ jump: z.string().min(1).max(100) });

/** The way to one server, where that is not the way of the settings. */
export const serverProxy = z.union([z.literal('direct'), proxySetting, jumpSetting]);
export type ServerProxy = z.infer<typeof serverProxy>;

export const serverCalls = {
  'servers.list': {
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({ sequence: z.number(), servers: z.array(serverSchema) }),
  },
  /** Answers when the pool's first picture is complete; progress comes as `servers` events. */
  'server.connect': {
    effect: 'change',
    input: z.strictObject({
      address: z.string().min(1).max(300),
      user: z.string().min(1).max(300),
      password: z.string().max(1000),
      pins: z.array(pin).max(20),
      proxy: serverProxy.optional(),
      /** Absent: nothing is kept. A password is kept only if the vault is open. */
      remember: z.enum(['server', 'server-and-password']).optional(),
    }),
    output: z.object({ server: serverId }),
  },
  /** Tries again now; where that needs another password, the user's word on a certificate or another way, with it. */
  'server.retry': {
    effect: 'change',
    input: z.strictObject({
      server: serverId,
      password: z.string().max(1000).optional(),
      pins: z.array(pin).max(20).optional(),
      proxy: serverProxy.optional(),
    }),
    output: z.object({}),
  },
  /** What the account may do in the pool, for saying beforehand why something is not allowed. */
  'server.access': {
    effect: 'read',
    input: z.strictObject({ server: serverId }),
    output: z.object({
      access: z
        .discriminatedUnion('is', [
          z.object({ is: z.literal('full') }),
          /** As the pool writes them, in lower case: 'vm.start'. */
          z.object({ is: z.literal('limited'), permissions: z.array(z.string()) }),
        ])
        .optional(),
    }),
  },
  'server.disconnect': {
    effect: 'change',
    input: z.strictObject({ server: serverId }),
    output: z.object({}),
  },
  /** Starts the demo data centre if it is not running and connects its pools like any others. */
  'demo.open': {
    effect: 'change',
    input: z.strictObject({}),
    output: z.object({ servers: z.array(serverId) }),
  },
} as const satisfies Record<string, Call>;
