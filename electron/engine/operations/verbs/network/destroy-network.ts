import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { NetworkRequest } from '#shared/domain/operations/network-request.ts';
import { cutWays, hostsOn, removed } from './take-apart.ts';

/** First what leads to it on each host, then the network itself. What is gone cannot be brought back as it was, so it can be repeated instead. */
export function destroyNetwork({ network }: Extract<NetworkRequest, { kind: 'network.destroy' }>): Verb {
  return {
    steps: ['check', 'cut-ways', 'act', 'confirm'],
    async run(doing) {
      await doing.step('cut-ways', async () => await cutWays(doing, { network, isToStop: () => doing.cancelling.aborted }));
      if (doing.cancelling.aborted) throw new Cancelled(false);
      doing.tooLateToCancel();
      await doing.step('act', async () => await removed(doing, 'network.destroy', network));
      await doing.step('confirm', async () => await confirm(doing, (pool) => !pool.inventory().network.has(network)));
    },
    left: (inventory) => (inventory.network.has(network) ? [{ is: 'network', hosts: hostsOn(inventory, network) }] : [{ is: 'object-gone' }]),
  };
}
