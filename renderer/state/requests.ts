import type { Client } from '#shared/contract/client.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';

export function startOperations(client: Client, requests: readonly OperationRequest[]) {
  return client.call('operation.start', { id: crypto.randomUUID(), requests: wired(requests) });
}

export function previewOperations(client: Client, requests: readonly OperationRequest[]) {
  return client.call('operation.preview', { requests: wired(requests) });
}

/** The ids of the domain are plain strings, those of the table are branded; the engine checks them in any case. */
function wired(requests: readonly OperationRequest[]): Requested[] {
  return requests as readonly unknown[] as Requested[];
}
