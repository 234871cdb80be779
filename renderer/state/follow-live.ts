import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import { inventoryStore } from './inventory-store.ts';

export interface LiveFeed {
  /** Once for each time a server comes alive, and again when the engine has been away. */
  readonly ask: (server: ServerId) => Promise<void>;
  readonly hear?: (event: EngineEvent) => void;
}

/** Asks the engine about every live server; returns how to stop. */
export function followLive(client: Client, { ask, hear }: LiveFeed): () => void {
  const asked = new Set<ServerId>();

  function askFor(servers: readonly Server[]): void {
    for (const { id, state } of servers) {
      if (state.is !== 'live') asked.delete(id);
      else if (!asked.has(id)) {
        asked.add(id);
        ask(id).catch((error: unknown) => reportError(error));
      }
    }
  }

  const forget = (): void => asked.clear();
  const leave = client.listen({ opened: forget, event: (event) => hear?.(event), lost: forget });
  askFor(inventoryStore.getState().servers);
  const unsubscribe = inventoryStore.subscribe(({ servers }, before) => {
    if (servers !== before.servers) askFor(servers);
  });
  return () => {
    leave();
    unsubscribe();
  };
}
