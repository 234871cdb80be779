import type { Lent } from '#engine/operations/lent.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { NetworkRequest } from '#shared/domain/operations/network-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { buildStorageNetwork } from './build-storage-network.ts';
import { configureNetwork } from './configure-network.ts';
import { destroyNetwork } from './destroy-network.ts';
import { giveAddresses } from './give-addresses.ts';
import { moveManagement } from './move-management.ts';
import { newNetwork } from './new-network.ts';
import { plugWays } from './plug-ways.ts';
import { rescanCards } from './rescan-cards.ts';
import { setBond } from './set-bond.ts';

export function networkVerb(request: NetworkRequest, lent: Lent): Verb {
  switch (request.kind) {
    case 'network.create':
      return newNetwork(request);
    case 'network.destroy':
      return destroyNetwork(request);
    case 'network.configure':
      return configureNetwork(request);
    case 'network.set-bond':
      return setBond(request);
    case 'network.address':
      return giveAddresses(request, lent);
    case 'network.build-storage':
      return buildStorageNetwork(request, lent);
    case 'network.move-management':
      return moveManagement(request, lent);
    case 'network.plug':
      return plugWays(request);
    case 'network.rescan':
      return rescanCards(request);
    default:
      return unreachable(request);
  }
}
