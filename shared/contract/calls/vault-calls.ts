import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';

/** Whether passwords can be kept and read now. */
export const vaultState = z.discriminatedUnion('is', [
  /** The system unlocks it with the user's login, or a passphrase has been given. */
  z.object({ is: z.literal('open'), keyHeldBy: z.enum(['system', 'passphrase']) }),
  z.object({ is: z.literal('locked') }),
  /** The system offers no key and no passphrase has been chosen. Nothing is kept until one is. */
  z.object({ is: z.literal('no-passphrase') }),
]);
export type VaultState = z.infer<typeof vaultState>;

const passphrase = z.string().min(1).max(1000);
const answer = z.object({ vault: vaultState });

export const vaultCalls = {
  'vault.state': { effect: 'read', input: z.strictObject({}), output: answer },
  /** Connects the saved servers that were waiting for it. */
  'vault.unlock': { effect: 'change', input: z.strictObject({ passphrase }), output: answer },
  'vault.lock': { effect: 'change', input: z.strictObject({}), output: answer },
  /** The first passphrase, or another one instead of `old`. */
  'vault.choose': { effect: 'change', input: z.strictObject({ old: passphrase.optional(), next: passphrase }), output: answer },
} as const satisfies Record<string, Call>;
