import { useEffect, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import { withAddress } from '#shared/domain/wizards/connect-form.ts';
import { useSettings } from '#renderer/state/settings-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';

const KEY = 'connect.addresses';

export interface AddressHistory {
  readonly known: readonly string[];
  note(address: string): void;
}

/** What was connected before, for as long as the settings let it be remembered. */
export function useAddressHistory(client: Client): AddressHistory {
  const [known, setKnown] = useState<readonly string[]>([]);
  const isKept = useSettings((settings) => settings.rememberAddresses);
  const link = useInventory((state) => state.link);

  useEffect(() => {
    if (link !== 'open') return undefined;
    const controller = new AbortController();
    client.call('view.get', { key: KEY }, controller.signal).then(
      (result) => result.ok && setKnown(addressesIn(result.value.value)),
      (error: unknown) => reportError(error),
    );
    return () => controller.abort();
  }, [client, link]);

  return {
    known: isKept ? known : [],
    note(address) {
      if (!isKept) return;
      const next = withAddress(known, address);
      setKnown(next);
      // A list that could not be kept is missed at the next start and nowhere else.
      client.call('view.set', { key: KEY, value: [...next] }).catch((error: unknown) => reportError(error));
    },
  };
}

/** It comes from a file, which others may have written. */
function addressesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
