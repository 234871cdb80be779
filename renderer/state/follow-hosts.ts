import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import { followLive } from './follow-live.ts';

type OfHosts<T> = readonly (readonly [host: string, value: T])[];

export interface HostFeed<T> {
  /** Of every host of a live pool; undefined where the engine does not say. */
  readonly ask: (server: ServerId) => Promise<Readonly<Record<string, T>> | undefined>;
  readonly hear: (event: EngineEvent) => { readonly server: ServerId; readonly host: string; readonly value: T } | undefined;
  readonly merge: (server: ServerId, hosts: OfHosts<T>) => void;
}

/** Keeps what the engine says of the hosts of every live pool; returns how to stop. */
export function followHosts<T>(client: Client, feed: HostFeed<T>): () => void {
  return followLive(client, {
    async ask(server) {
      const hosts = await feed.ask(server);
      if (hosts !== undefined) feed.merge(server, Object.entries(hosts));
    },
    hear(event) {
      const heard = feed.hear(event);
      if (heard !== undefined) feed.merge(heard.server, [[heard.host, heard.value]]);
    },
  });
}

/** As a store keeps them: what was known of the others stays. */
export function withHosts<T>(
  all: ReadonlyMap<ServerId, ReadonlyMap<string, T>>,
  server: ServerId,
  hosts: OfHosts<T>,
): ReadonlyMap<ServerId, ReadonlyMap<string, T>> {
  return new Map(all).set(server, new Map([...(all.get(server) ?? []), ...hosts]));
}
