import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';

/** The outcome shows in the list of servers; only a bug of the window can reject. */
export function tryNow(client: Client, server: ServerId): void {
  client.call('server.retry', { server }).catch((error: unknown) => reportError(error));
}
