import type { Verb } from '#engine/operations/verb.ts';
import type { NetworkRequest } from '#shared/domain/operations/network-request.ts';
import { destroyNetwork } from './destroy-network.ts';
import { newNetwork } from './new-network.ts';

export function networkVerb(request: NetworkRequest): Verb {
  return request.kind === 'network.create' ? newNetwork(request) : destroyNetwork(request);
}
