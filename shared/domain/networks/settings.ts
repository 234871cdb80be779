import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { purposesOf } from './purposes.ts';

/** New machines get a card in it; every client that makes them reads it. */
function isAutomaticNetwork({ otherConfig }: { readonly otherConfig: Readonly<Record<string, string>> }): boolean {
  return otherConfig['automatic'] === 'true';
}

/** Whether a network is what is asked for; what is left out is as it should be. */
export function isConfiguredAs(inventory: Inventory, { network, mtu, isAutomatic, purposes }: NetworkRequestOf<'network.configure'>): boolean {
  const now = inventory.network.get(network);
  if (now === undefined) return false;
  const areSame = purposes === undefined || purposesOf(inventory, network).toSorted().join() === purposes.toSorted().join();
  const pairs = [
    [mtu, now.mtu],
    [isAutomatic, isAutomaticNetwork(now)],
  ] as const;
  return areSame && pairs.every(([wished, is]) => wished === undefined || wished === is);
}
