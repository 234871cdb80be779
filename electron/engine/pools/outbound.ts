import { type Ports, type Vault, VaultError } from '#engine/ports.ts';
import type { Document } from '#engine/store/document.ts';
import { openSettings } from '#engine/store/settings-file.ts';
import type { ProxySetting } from '#shared/contract/calls/server-calls.ts';
import { changedSettings, defaultSettings, type RehearsalPace, type Settings, type SettingsChange } from '#shared/domain/settings/settings.ts';

/** The settings, and what of them every connection follows. */
export interface Outbound {
  /** Throws StoreError while the file cannot be used; until then what nobody decided counts. */
  settings(): Promise<Document<Settings>>;
  change(changes: SettingsChange, proxyPassword?: string): Promise<Settings>;
  reset(): Promise<Settings>;
  hasProxyPassword(): boolean;
  /** Looks for what could not be read before. */
  vaultOpened(): Promise<void>;
  /** Settings are known, or known to be unreadable. */
  ready(): Promise<void>;
  /** For connections that have no way of their own. */
  proxy(): ProxySetting | undefined;
  connectTimeoutMs(): number;
  rehearsals(): RehearsalPace;
}

const PROXY_IN_VAULT = 'proxy';

export function createOutbound(ports: Pick<Ports, 'paths' | 'random' | 'vault' | 'log'>, onChange: (settings: Settings) => void): Outbound {
  const { vault } = ports;
  let opening: Promise<Document<Settings>> | undefined;
  let current = defaultSettings;
  let password: string | undefined;

  async function settings(): Promise<Document<Settings>> {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      // Asked again it may be readable: a share that was away, a release that was put back.
      opening = undefined;
      throw error;
    }
  }

  async function open(): Promise<Document<Settings>> {
    const file = await openSettings({ folder: ports.paths.data, newId: ports.random.id });
    current = file.current();
    password = await readPassword(vault);
    return file;
  }

  async function replace(how: (settings: Settings) => Settings): Promise<Settings> {
    const file = await settings();
    await file.update(how);
    current = file.current();
    onChange(current);
    return current;
  }

  async function keepPassword(next: string | undefined): Promise<void> {
    password = next;
    if (next === undefined) await vault.remove(PROXY_IN_VAULT);
    else if ((await vault.state()).is === 'open') await vault.store(PROXY_IN_VAULT, next);
  }

  return {
    settings,
    async change(changes, proxyPassword) {
      await settings();
      const isAnotherProxy = changes.proxy !== undefined && JSON.stringify(changes.proxy) !== JSON.stringify(current.proxy);
      // A password belongs to the proxy it was typed for.
      if (proxyPassword !== undefined || isAnotherProxy) await keepPassword(proxyPassword === '' ? undefined : proxyPassword);
      return await replace((before) => changedSettings(before, changes));
    },
    async reset() {
      await settings();
      await keepPassword(undefined);
      return await replace(() => defaultSettings);
    },
    hasProxyPassword: () => password !== undefined,
    async vaultOpened() {
      password ??= await readPassword(vault);
    },
    async ready() {
      try {
        await settings();
      } catch (error) {
        ports.log.warn('settings.unreadable', { error: error instanceof Error ? error.name : 'unknown' });
      }
    },
    proxy() {
      const { proxy } = current;
      if (proxy.is === 'none') return undefined;
      return { address: proxy.address, ...(proxy.user !== undefined && { user: proxy.user }), ...(password !== undefined && { password }) };
    },
    connectTimeoutMs: () => current.connectTimeoutMs,
    rehearsals: () => current.rehearsals,
  };
}

async function readPassword(vault: Vault): Promise<string | undefined> {
  try {
    return await vault.read(PROXY_IN_VAULT);
  } catch (error) {
    // Locked: asked again once it is open.
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}
