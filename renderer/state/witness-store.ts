import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { followHosts, withHosts } from './follow-hosts.ts';

export type PoolWitnesses = ReadonlyMap<string, HostWitnesses>;

/** What is known of hosts beyond their records, by whose word and from when. */
export const witnessStore = createStore<ReadonlyMap<ServerId, PoolWitnesses>>(() => new Map());

/** Keeps the witnesses of every live pool; returns how to stop. */
export function followWitnesses(client: Client): () => void {
  return followHosts<HostWitnesses>(client, {
    async ask(server) {
      const result = await client.call('pool.witnesses', { server });
      return result.ok ? result.value.hosts : undefined;
    },
    hear: (event) => (event.topic === 'witnesses' ? { ...event.payload, value: event.payload.witnesses } : undefined),
    merge: (server, hosts) => witnessStore.setState(withHosts(witnessStore.getState(), server, hosts), true),
  });
}

/** Undefined until somebody has been asked. */
export function useWitnesses(server: ServerId): PoolWitnesses | undefined {
  return useStore(witnessStore, (state) => state.get(server));
}
