import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { Access } from '#shared/domain/connection/permissions.ts';
import { inventoryStore } from './inventory-store.ts';

/** What the account of each live connection may do; missing while nobody knows. */
export const accessStore = createStore<ReadonlyMap<string, Access>>(() => new Map());

/** Asks once for each connection, for the role belongs to its session; returns how to stop. */
export function followAccess(client: Client): () => void {
  const asked = new Set<ServerId>();

  function askFor(servers: readonly Server[]): void {
    for (const { id, state } of servers) {
      if (state.is !== 'live') asked.delete(id);
      else if (!asked.has(id)) {
        asked.add(id);
        client.call('server.access', { server: id }).then(
          (result) => result.ok && keep(id, result.value.access),
          (error: unknown) => reportError(error),
        );
      }
    }
  }

  const leave = client.listen({ opened: () => asked.clear(), event: () => undefined, lost: () => asked.clear() });
  askFor(inventoryStore.getState().servers);
  const unsubscribe = inventoryStore.subscribe(({ servers }, before) => {
    if (servers !== before.servers) askFor(servers);
  });
  return () => {
    leave();
    unsubscribe();
  };
}

function keep(server: ServerId, access: Access | undefined): void {
  const all = new Map(accessStore.getState());
  if (access === undefined) all.delete(server);
  else all.set(server, access);
  accessStore.setState(all, true);
}

/** Draws a component again when an account's role becomes known. */
export function useAccess(): ReadonlyMap<string, Access> {
  return useStore(accessStore);
}
