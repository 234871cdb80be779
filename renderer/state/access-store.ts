import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { Access } from '#shared/domain/connection/permissions.ts';
import { followLive } from './follow-live.ts';

/** What the account of each live connection may do; missing while nobody knows. */
export const accessStore = createStore<ReadonlyMap<string, Access>>(() => new Map());

/** Asks once for each connection, for the role belongs to its session; returns how to stop. */
export function followAccess(client: Client): () => void {
  return followLive(client, {
    async ask(server) {
      const result = await client.call('server.access', { server });
      if (result.ok) keep(server, result.value.access);
    },
  });
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
