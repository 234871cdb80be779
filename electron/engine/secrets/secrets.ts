import type { Branded } from '#shared/kernel/branded.ts';

export type SecretHandle = Branded<'secret'>;

/** Passwords while the app runs. Others hold handles, so a secret cannot end up in a state, an event or a log. */
export interface Secrets {
  keep(secret: string): SecretHandle;
  /** For the moment of logging in only. */
  reveal(handle: SecretHandle): string;
  forget(handle: SecretHandle): void;
}

export function createSecrets(newId: () => string): Secrets {
  const kept = new Map<SecretHandle, string>();
  return {
    keep(secret) {
      // Made here and nowhere else.
      const handle = newId() as SecretHandle;
      kept.set(handle, secret);
      return handle;
    },
    reveal(handle) {
      const secret = kept.get(handle);
      if (secret === undefined) throw new Error('the secret has been forgotten');
      return secret;
    },
    forget: (handle) => void kept.delete(handle),
  };
}
