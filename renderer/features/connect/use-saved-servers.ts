import { useCallback, useEffect, useState } from 'react';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/kernel/result.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';

export interface SavedServers {
  /** Undefined until the engine has answered. */
  readonly servers: readonly SavedServer[] | undefined;
  readonly ask: () => void;
}

/** Runs a call about a saved server, shows why it failed or the list as it is after it; whether it went well. */
export type Act = (call: Promise<Result<unknown, Failure>>) => Promise<boolean>;

/** The servers that are kept; asked for again whenever a connection comes or goes. */
export function useSavedServers(): SavedServers {
  const client = useClient();
  const link = useInventory((state) => state.link);
  const [servers, setServers] = useState<readonly SavedServer[]>();
  const ask = useCallback(() => {
    inBackground(client.call('saved.list', {}).then((result) => result.ok && setServers(result.value.servers)));
  }, [client]);
  useEffect(() => {
    if (link !== 'open') return undefined;
    ask();
    return inventoryStore.subscribe((now, before) => {
      if (now.servers.length !== before.servers.length) ask();
    });
  }, [ask, link]);
  return { servers, ask };
}
