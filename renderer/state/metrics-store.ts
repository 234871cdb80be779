import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { HostStatistics } from '#shared/domain/metrics/figures.ts';
import { useClient } from './client-context.ts';

/** What each host of each server measured last, while somebody looks at it. */
export type Statistics = ReadonlyMap<string, ReadonlyMap<string, HostStatistics>>;

const metricsStore = createStore<{ readonly statistics: Statistics }>(() => ({ statistics: new Map() }));

/** The figures of these servers' hosts; they are measured for as long as the component is there. */
export function useStatistics(servers: readonly ServerId[]): Statistics {
  const client = useClient();
  const names = servers.toSorted().join(' ');
  useEffect(() => followStatistics(client, names === '' ? [] : (names.split(' ') as ServerId[])), [client, names]);
  return useStore(metricsStore, (state) => state.statistics);
}

/** Returns how to stop. Whoever lost the engine follows again when it is back. */
function followStatistics(client: Client, servers: readonly ServerId[]): () => void {
  let following = new AbortController();
  function follow(): void {
    following.abort();
    following = new AbortController();
    // It lasts until it is cancelled; that it ended is no news.
    if (servers.length > 0) client.call('metrics.follow', { servers: [...servers] }, following.signal).catch((error: unknown) => reportError(error));
  }
  const leave = client.listen({
    opened: follow,
    event(event) {
      if (event.topic === 'metrics') addStatistics(event.payload.server, event.payload.hosts);
    },
    lost: () => metricsStore.setState({ statistics: new Map() }),
  });
  follow();
  return () => {
    leave();
    following.abort();
  };
}

function addStatistics(server: ServerId, hosts: Readonly<Record<string, HostStatistics>>): void {
  const { statistics } = metricsStore.getState();
  const known = new Map([...(statistics.get(server) ?? []), ...Object.entries(hosts)]);
  metricsStore.setState({ statistics: new Map([...statistics, [server, known]]) });
}
