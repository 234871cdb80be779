import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { hostRef } from '#shared/contract/recovery-schema.ts';
import { serverId } from './server-calls.ts';
import { hostKey } from '#shared/contract/ssh-schema.ts';

const id = z.string().min(1).max(100);
const name = z.string().min(1).max(300);
const user = z.string().min(1).max(100);
const address = z.string().min(1).max(300);
const secret = z.string().max(10_000);

const ownKey = z.object({
  id,
  name: z.string(),
  ...hostKey.shape,
  /** Whether it is there after the app was ended; else it has to be given again. */
  isKept: z.boolean(),
  isHere: z.boolean(),
});

const bastion = z.object({ id, name: z.string(), address: z.string(), user: z.string() });
const ofHost = {
  addresses: z.array(address).max(20),
  bmcAddress: z.string().max(300).optional(),
  /** Whom its management controller knows. */
  bmcUser: z.string().max(100).optional(),
};

export const accessSchema = z.object({
  /** Whom to log in as on hosts. */
  user: z.string(),
  usesAgent: z.boolean(),
  keys: z.array(ownKey),
  bastions: z.array(bastion),
  /** What the user knows of a host beyond its pool's picture, by the host's uuid. */
  hosts: z.record(z.string(), z.object({ ...ofHost, hasBmcPassword: z.boolean() })),
});
export type Access = z.infer<typeof accessSchema>;

const access = z.object({ access: accessSchema });

/** How hosts are reached besides what their pools say. What is set counts from the next attempt on. */
export const accessCalls = {
  'access.get': { effect: 'read', input: z.strictObject({}), output: access },
  'access.set': { effect: 'change', input: z.strictObject({ user: user.optional(), usesAgent: z.boolean().optional() }), output: access },
  /** The text of a key's file, OpenSSH's, PuTTY's or PEM. It travels this once. */
  'access.add-key': {
    effect: 'change',
    input: z.strictObject({ name, text: z.string().min(1).max(100_000), passphrase: secret.optional(), isKept: z.boolean() }),
    output: access,
  },
  'access.remove-key': { effect: 'change', input: z.strictObject({ key: id }), output: access },
  /** A machine to go over; with the id of one it takes its place. */
  'access.put-bastion': { effect: 'change', input: z.strictObject({ id: id.optional(), name, address, user }), output: access },
  'access.remove-bastion': { effect: 'change', input: z.strictObject({ bastion: id }), output: access },
  /** Somebody has compared the key that a jump host shows. */
  'access.confirm-jump-key': { effect: 'change', input: z.strictObject({ bastion: id, key: hostKey }), output: z.object({}) },
  /** What a jump host is logged in to with, by whoever has no key for it. It travels this once. */
  'access.give-password': {
    effect: 'change',
    input: z.strictObject({ bastion: id, password: secret, isKept: z.boolean() }),
    output: z.object({}),
  },
  /** The controller's password travels this once; without one, the one that is known stays. */
  'access.set-host': { effect: 'change', input: z.strictObject({ uuid: id, ...ofHost, bmcPassword: secret.optional() }), output: access },
  /** The keys hosts are known by. */
  'access.host-keys': {
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({
      machines: z.array(z.object({ machine: z.string(), name: z.string(), keys: z.array(hostKey), confirmedAtMs: instant })),
      imported: z.number(),
    }),
  },
  /** Somebody has compared the key a host of the pool shows. One that is known by another key is not believed for that. */
  'access.confirm-host-key': { effect: 'change', input: z.strictObject({ server: serverId, host: hostRef, key: hostKey }), output: z.object({}) },
  /** The next connection to it asks again. */
  'access.forget-host-key': { effect: 'change', input: z.strictObject({ machine: id }), output: z.object({}) },
  /** The text of an OpenSSH `known_hosts` file: its keys are accepted at the addresses it names. */
  'access.import-known-hosts': {
    effect: 'change',
    input: z.strictObject({ text: z.string().max(5_000_000) }),
    output: z.object({ added: z.number(), skipped: z.number() }),
  },
} as const satisfies Record<string, Call>;
