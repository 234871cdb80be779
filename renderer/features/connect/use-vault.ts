import { useEffect, useState } from 'react';
import type { VaultState } from '#shared/contract/calls/vault-calls.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useInventory } from '#renderer/state/tree-state.ts';

/** Whether passwords can be kept; undefined until the engine has said so. */
export function useVault(): VaultState | undefined {
  const client = useClient();
  const link = useInventory((state) => state.link);
  const [vault, setVault] = useState<VaultState>();
  useEffect(() => {
    if (link !== 'open') return undefined;
    const controller = new AbortController();
    client.call('vault.state', {}, controller.signal).then(
      (result) => result.ok && setVault(result.value.vault),
      (error: unknown) => reportError(error),
    );
    return () => controller.abort();
  }, [client, link]);
  return vault;
}
