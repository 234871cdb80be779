import { z } from 'zod';
import { problemSchema } from './problem-schema.ts';
import { ownFailure, stage } from './ssh-schema.ts';

/** When something was seen or will happen: milliseconds since the Unix epoch. */
export const instant = z.number();

export const certificateSchema = z.object({
  /** SHA-256 of the certificate, as upper-case hex pairs with colons. */
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  validFromMs: instant,
  validToMs: instant,
});
export type Certificate = z.infer<typeof certificateSchema>;

/** What was trusted at an address before it showed another certificate. */
const trustDoubt = {
  /** The fingerprint that was trusted before; without it nobody has been asked yet. */
  pinned: z.string().optional(),
  /** When the former certificate was valid, where that is known. */
  pinnedValidity: z.object({ fromMs: instant, toMs: instant }).optional(),
  /** Whether the pool's own records name the new certificate for this host; absent where the pool keeps no such records. */
  isListedByPool: z.boolean().optional(),
};
const trustDoubtSchema = z.object(trustDoubt);
export type TrustDoubt = z.infer<typeof trustDoubtSchema>;

/** Why a connection could not be made or was lost. */
export const unreachableWhy = z.enum(['name-not-found', 'refused', 'no-route', 'timed-out', 'closed', 'no-tls', 'not-xapi']);
export type UnreachableWhy = z.infer<typeof unreachableWhy>;

/** Why a password cannot be kept or taken from where passwords are kept. */
export const vaultWhy = z.enum(['locked', 'no-passphrase', 'wrong-passphrase', 'system-holds-key', 'unreadable-entry']);
export type VaultWhy = z.infer<typeof vaultWhy>;

/** Why a file of the app's own cannot be used. */
export const storageWhy = z.enum(['unreadable', 'unwritable', 'newer-version']);
export type StorageWhy = z.infer<typeof storageWhy>;

/** Why a file cannot be shown as a pool. */
export const databaseFileWhy = z.enum(['not-a-database', 'cut-short', 'damaged', 'too-big', 'no-pool']);
export type DatabaseFileWhy = z.infer<typeof databaseFileWhy>;

/** Why a file cannot be used as a private key. */
export const keyFileWhy = z.enum(['not-a-key', 'public-half', 'damaged', 'needs-passphrase', 'wrong-passphrase', 'unsupported']);
export type KeyFileWhy = z.infer<typeof keyFileWhy>;

/** Everything that can come back instead of an answer. Closed: the window has words for each. */
export const failureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unreachable'), address: z.string(), why: unreachableWhy }),
  z.object({ kind: z.literal('untrusted-certificate'), address: z.string(), certificate: certificateSchema, ...trustDoubt }),
  /** The proxy on the way to `address` did not let us through; status 0 when it speaks no HTTP. */
  z.object({ kind: z.literal('proxy'), proxy: z.string(), address: z.string(), status: z.number() }),
  /** The jump host on the way to `address` did not take us there; without one it was removed. */
  z.object({
    kind: z.literal('ssh-jump'),
    address: z.string(),
    jump: z.object({ id: z.string(), name: z.string(), address: z.string(), user: z.string() }).optional(),
    stage,
    why: ownFailure,
  }),
  z.object({ kind: z.literal('auth'), user: z.string() }),
  z.object({ kind: z.literal('xapi'), code: z.string(), parameters: z.array(z.string()) }),
  /** A member named a master that does not answer. */
  z.object({ kind: z.literal('master-unreachable'), member: z.string(), master: z.string(), why: unreachableWhy }),
  /** Several hosts claim to be master of one pool. */
  z.object({ kind: z.literal('split-brain'), masters: z.array(z.string()) }),
  /** Another pool answers where this one did. */
  z.object({ kind: z.literal('another-pool'), address: z.string(), name: z.string() }),
  z.object({ kind: z.literal('already-connected'), server: z.string(), name: z.string() }),
  /** The password was not kept; someone has to type it. */
  z.object({ kind: z.literal('no-password'), user: z.string() }),
  z.object({ kind: z.literal('vault'), why: vaultWhy }),
  z.object({ kind: z.literal('database-file'), why: databaseFileWhy, file: z.string() }),
  z.object({ kind: z.literal('key-file'), why: keyFileWhy }),
  /** There is no connection to lose: this pool was read from a file. */
  z.object({ kind: z.literal('read-from-file'), file: z.string() }),
  z.object({ kind: z.literal('storage'), why: storageWhy, path: z.string() }),
  /** A host does not hand out the console that was asked for; what it answered. */
  z.object({ kind: z.literal('console'), status: z.number() }),
  /** The thing the call names is not there any more. */
  z.object({ kind: z.literal('gone') }),
  /** The rules speak against it, every reason at once. */
  z.object({ kind: z.literal('precheck'), problems: z.array(problemSchema) }),
  /** Somebody else changed the value while it was being edited; theirs stays. */
  z.object({ kind: z.literal('changed-meanwhile'), now: z.string() }),
  /** A command on a host ended with something else than success. */
  z.object({ kind: z.literal('command'), line: z.string(), code: z.number().optional(), said: z.string() }),
  /** The finding a repair was for is still there. */
  z.object({ kind: z.literal('still-found') }),
  /** The object does not show what was asked for, whatever was answered. */
  z.object({ kind: z.literal('not-confirmed') }),
  /** Nobody can undo this any more. */
  z.object({ kind: z.literal('no-undo') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('engine-gone') }),
  /** The connection was lost before the engine heard of it, so nothing was done. */
  z.object({ kind: z.literal('not-arrived') }),
  /** Ours to fix; the incident is what the log calls it. */
  z.object({ kind: z.literal('bug'), incident: z.string() }),
]);
export type Failure = z.infer<typeof failureSchema>;
