import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { inventoryStore } from './inventory-store.ts';

export type PoolWitnesses = ReadonlyMap<string, HostWitnesses>;

/** What is known of hosts beyond their records, by whose word and from when. */
export const witnessStore = createStore<ReadonlyMap<ServerId, PoolWitnesses>>(() => new Map());

/** Keeps the witnesses of every live pool; returns how to stop. */
export function followWitnesses(client: Client): () => void {
  const asked = new Set<ServerId>();

  function askFor(servers: readonly Server[]): void {
    for (const { id, state } of servers) {
      if (state.is !== 'live') asked.delete(id);
      else if (!asked.has(id)) {
        asked.add(id);
        client.call('pool.witnesses', { server: id }).then(
          (result) => result.ok && merge(id, Object.entries(result.value.hosts)),
          (error: unknown) => reportError(error),
        );
      }
    }
  }

  const leave = client.listen({
    opened: () => asked.clear(),
    event: (event) => event.topic === 'witnesses' && merge(event.payload.server, [[event.payload.host, event.payload.witnesses]]),
    lost: () => asked.clear(),
  });
  askFor(inventoryStore.getState().servers);
  const unsubscribe = inventoryStore.subscribe(({ servers }, before) => {
    if (servers !== before.servers) askFor(servers);
  });
  return () => {
    leave();
    unsubscribe();
  };
}

function merge(server: ServerId, hosts: readonly (readonly [string, HostWitnesses])[]): void {
  const all = witnessStore.getState();
  witnessStore.setState(new Map(all).set(server, new Map([...(all.get(server) ?? []), ...hosts])), true);
}

/** Undefined until somebody has been asked. */
export function useWitnesses(server: ServerId): PoolWitnesses | undefined {
  return useStore(witnessStore, (state) => state.get(server));
}
