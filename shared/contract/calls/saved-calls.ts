import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { jumpSetting, pin, proxySetting, serverId, serverProxy } from './server-calls.ts';

const typed = z.string().min(1).max(300);
const password = z.string().max(1000);

/** As `serverProxy`, without what must not be shown again. */
export const savedProxy = z.union([z.literal('direct'), proxySetting.omit({ password: true }), jumpSetting]);
export type SavedProxy = z.infer<typeof savedProxy>;

/** A server the user wants to find again. It has the same id when it is connected. */
export const savedServer = z.object({
  id: serverId,
  address: z.string(),
  user: z.string(),
  /** What people call it; without that the pool's name, or its address until it has answered once. */
  name: z.string(),
  /** Where the hosts of its pool were last known to listen. */
  members: z.array(z.string()).readonly(),
  connectsAtStart: z.boolean(),
  keepsPassword: z.boolean(),
  pins: z.array(pin.extend({ firstSeenMs: instant })).readonly(),
  /** Absent: the way of the settings. */
  proxy: savedProxy.optional(),
});
export type SavedServer = z.infer<typeof savedServer>;

/** A line of a list that was left out, or taken with a remark. */
const listProblem = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('not-an-address'), line: z.number(), text: z.string() }),
  z.object({ rule: z.literal('listed-twice'), line: z.number(), address: z.string(), firstLine: z.number() }),
  z.object({ rule: z.literal('saved-already'), line: z.number(), address: z.string(), server: serverId }),
]);

export const savedCalls = {
  'saved.list': {
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({
      servers: z.array(savedServer),
      /** Where a file that made no sense was put; nothing of it is used. */
      damagedFile: z.string().optional(),
    }),
  },
  /** Without connecting: for a server that is off now. */
  'saved.add': {
    effect: 'change',
    input: z.strictObject({ address: typed, user: typed, name: z.string().max(300).optional(), connectsAtStart: z.boolean() }),
    output: z.object({ server: savedServer }),
  },
  'saved.update': {
    effect: 'change',
    input: z.strictObject({
      server: serverId,
      change: z.strictObject({
        address: typed.optional(),
        user: typed.optional(),
        name: z.string().max(300).optional(),
        connectsAtStart: z.boolean().optional(),
        /** Null: the way of the settings. Its password is kept if the vault is open. */
        proxy: serverProxy.nullable().optional(),
      }),
    }),
    output: z.object({ server: savedServer }),
  },
  /** Disconnects it and forgets all that was kept of it. */
  'saved.remove': { effect: 'change', input: z.strictObject({ server: serverId }), output: z.object({}) },
  'saved.forget-password': { effect: 'change', input: z.strictObject({ server: serverId }), output: z.object({ server: savedServer }) },
  /** Shows what is known of it at once and connects for as long as it takes; `servers` events tell how it goes. */
  'saved.connect': {
    effect: 'change',
    input: z.strictObject({ server: serverId, password: password.optional(), keepsPassword: z.boolean().optional() }),
    output: z.object({}),
  },
  /** A list as people keep them: a server a line, its address and user. */
  'saved.import': {
    effect: 'change',
    input: z.strictObject({ text: z.string().max(1_000_000) }),
    output: z.object({ added: z.array(savedServer), problems: z.array(listProblem) }),
  },
} as const satisfies Record<string, Call>;
