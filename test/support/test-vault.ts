import type { Vault } from '#engine/ports.ts';

/** Open, and forgets everything with the test. */
export function aTestVault(): Vault {
  const kept = new Map<string, string>();
  return {
    lock: undefined,
    state: async () => await Promise.resolve({ is: 'open', keyHeldBy: 'system' }),
    store: async (name, secret) => await Promise.resolve(void kept.set(name, secret)),
    read: async (name) => await Promise.resolve(kept.get(name)),
    remove: async (name) => await Promise.resolve(void kept.delete(name)),
  };
}
