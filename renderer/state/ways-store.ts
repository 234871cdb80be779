import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { KnownWays, Rehearsals } from '#shared/domain/routes/rehearsal.ts';
import { followHosts, withHosts } from './follow-hosts.ts';

type PoolWays = ReadonlyMap<string, KnownWays>;

/** What is kept of hosts for the day they go dark. */
const waysStore = createStore<ReadonlyMap<ServerId, PoolWays>>(() => new Map());

const nothing: KnownWays = { keys: [] };

async function ask(client: Client, server: ServerId): Promise<Readonly<Record<string, KnownWays>> | undefined> {
  const result = await client.call('ways.of', { server });
  return result.ok ? result.value.hosts : undefined;
}

function merge(server: ServerId, hosts: readonly (readonly [string, KnownWays])[]): void {
  waysStore.setState(withHosts(waysStore.getState(), server, hosts), true);
}

/** Keeps what is known of the hosts of every live pool; returns how to stop. */
export function followWays(client: Client): () => void {
  return followHosts<KnownWays>(client, {
    ask: async (server) => await ask(client, server),
    hear: (event) => (event.topic === 'ways' ? { ...event.payload, value: event.payload.known } : undefined),
    merge,
  });
}

/** Keys and addresses of controllers change without a word of it. */
export async function askForWays(client: Client, server: ServerId): Promise<void> {
  const hosts = await ask(client, server);
  if (hosts !== undefined) merge(server, Object.entries(hosts));
}

export function useWays(server: ServerId, host: string): KnownWays {
  return useStore(waysStore, (state) => state.get(server)?.get(host) ?? nothing);
}

const byPool = new WeakMap<PoolWays, Rehearsals>();

/** As the rules take them; the same as long as nothing of the pool has changed. */
export function rehearsalsNow(server: string): Rehearsals | undefined {
  // Ids are told apart by their type alone.
  const ways = waysStore.getState().get(server as ServerId);
  if (ways === undefined) return undefined;
  const known = byPool.get(ways);
  if (known !== undefined) return known;
  const made: Rehearsals = new Map(
    [...ways].flatMap(([host, { rehearsal }]) => (rehearsal === undefined ? [] : [[host as HostRef, rehearsal] as const])),
  );
  byPool.set(ways, made);
  return made;
}

/** For who asks the rules while rehearsals may go on. */
export function useRehearsals(server: ServerId): Rehearsals | undefined {
  useStore(waysStore, (state) => state.get(server));
  return rehearsalsNow(server);
}
