import { type Vault, VaultError } from '#engine/ports.ts';
import type { StoredServer } from '#engine/store/saved-servers.ts';
import type { SavedProxy } from '#shared/contract/calls/saved-calls.ts';
import type { ServerId, ServerProxy } from '#shared/contract/calls/server-calls.ts';
import type { NoPassword } from './pools.ts';

/** What the vault holds of saved servers. */
export interface KeptSecrets {
  /** Or why there is none. */
  passwordOf(server: StoredServer): Promise<string | NoPassword>;
  keepPassword(server: ServerId, password: string): Promise<void>;
  forgetPassword(server: ServerId): Promise<void>;
  /** With its password, if that is kept and can be read now. */
  proxyOf(server: StoredServer): Promise<ServerProxy | undefined>;
  /** Keeps or forgets the password that belongs to a way; what is left may be written down. */
  keepProxy(server: ServerId, proxy: ServerProxy | undefined): Promise<SavedProxy | undefined>;
  forgetAll(server: ServerId): Promise<void>;
}

export function createKeptSecrets(vault: Vault): KeptSecrets {
  async function forgetAll(server: ServerId): Promise<void> {
    await vault.remove(passwordName(server));
    await vault.remove(proxyName(server));
  }

  return {
    async passwordOf({ id, user, keepsPassword }) {
      if (!keepsPassword) return { kind: 'no-password', user };
      try {
        return (await vault.read(passwordName(id))) ?? { kind: 'no-password', user };
      } catch (error) {
        if (error instanceof VaultError) return { kind: 'vault', why: error.why };
        throw error;
      }
    },
    keepPassword: async (server, password) => await vault.store(passwordName(server), password),
    forgetPassword: async (server) => await vault.remove(passwordName(server)),
    async proxyOf({ id, proxy }) {
      if (proxy === undefined || proxy === 'direct' || 'jump' in proxy || proxy.user === undefined) return proxy;
      try {
        const password = await vault.read(proxyName(id));
        return password === undefined ? proxy : { ...proxy, password };
      } catch (error) {
        // The proxy itself says what is missing, and the window asks for it then.
        if (error instanceof VaultError) return proxy;
        throw error;
      }
    },
    async keepProxy(server, proxy) {
      await vault.remove(proxyName(server));
      if (proxy === undefined || proxy === 'direct' || 'jump' in proxy) return proxy;
      const { password, ...shown } = proxy;
      if (password !== undefined && (await vault.state()).is === 'open') await vault.store(proxyName(server), password);
      return shown;
    },
    forgetAll,
  };
}

const passwordName = (server: ServerId): string => `server:${server}`;
const proxyName = (server: ServerId): string => `proxy:${server}`;
