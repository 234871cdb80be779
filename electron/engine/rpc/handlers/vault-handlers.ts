import type { KeptServers } from '#engine/pools/kept-servers.ts';
import type { Outbound } from '#engine/pools/outbound.ts';
import { type Vault, VaultError, type VaultLock } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';

type VaultCalls = 'vault.state' | 'vault.unlock' | 'vault.lock' | 'vault.choose';

interface VaultRooms {
  readonly vault: Vault;
  readonly kept: KeptServers;
  readonly outbound: Outbound;
}

export function vaultHandlers({ vault, kept, outbound }: VaultRooms): HandlersOf<VaultCalls> {
  async function vaultOpened(): Promise<void> {
    await outbound.vaultOpened();
    await kept.vaultOpened();
  }

  function lock(): VaultLock {
    if (vault.lock === undefined) throw new VaultError('system-holds-key');
    return vault.lock;
  }

  return {
    'vault.state': async () => ({ vault: await vault.state() }),
    'vault.unlock': async ({ passphrase }) => {
      await lock().open(passphrase);
      await vaultOpened();
      return { vault: await vault.state() };
    },
    'vault.lock': async () => {
      lock().close();
      return { vault: await vault.state() };
    },
    'vault.choose': async (passphrases) => {
      await lock().choose(passphrases);
      await vaultOpened();
      return { vault: await vault.state() };
    },
  };
}
