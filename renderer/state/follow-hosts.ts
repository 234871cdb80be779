import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import { inventoryStore } from './inventory-store.ts';

type OfHosts<T> = readonly (readonly [host: string, value: T])[];

export interface HostFeed<T> {
  /** Of every host of a live pool; undefined where the engine does not say. */
  readonly ask: (server: ServerId) => Promise<Readonly<Record<string, T>> | undefined>;
  readonly hear: (event: EngineEvent) => { readonly server: ServerId; readonly host: string; readonly value: T } | undefined;
  readonly merge: (server: ServerId, hosts: OfHosts<T>) => void;
}

/** Keeps what the engine says of the hosts of every live pool; returns how to stop. */
export function followHosts<T>(client: Client, feed: HostFeed<T>): () => void {
  const asked = new Set<ServerId>();

  function askFor(servers: readonly Server[]): void {
    for (const { id, state } of servers) {
      if (state.is !== 'live') asked.delete(id);
      else if (!asked.has(id)) {
        asked.add(id);
        feed.ask(id).then(
          (hosts) => hosts !== undefined && feed.merge(id, Object.entries(hosts)),
          (error: unknown) => reportError(error),
        );
      }
    }
  }

  const leave = client.listen({
    opened: () => asked.clear(),
    event(event) {
      const heard = feed.hear(event);
      if (heard !== undefined) feed.merge(heard.server, [[heard.host, heard.value]]);
    },
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

/** As a store keeps them: what was known of the others stays. */
export function withHosts<T>(
  all: ReadonlyMap<ServerId, ReadonlyMap<string, T>>,
  server: ServerId,
  hosts: OfHosts<T>,
): ReadonlyMap<ServerId, ReadonlyMap<string, T>> {
  return new Map(all).set(server, new Map([...(all.get(server) ?? []), ...hosts]));
}
