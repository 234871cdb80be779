import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';

/** Every investigation that goes on, by server and host, as the engine last told it. */
const recoveryStore = createStore<ReadonlyMap<string, Investigation>>(() => new Map());

function keyOf(server: string, host: string): string {
  return `${server} ${host}`;
}

/** Keeps the investigations equal to the engine's; returns how to stop. */
export function followRecovery(client: Client): () => void {
  return client.listen({
    // Another engine knows nothing of them; whoever shows one opens it again.
    opened: () => recoveryStore.setState(new Map(), true),
    event: (event) => event.topic === 'recovery' && keepInvestigation(event.payload),
    lost: () => undefined,
  });
}

export function keepInvestigation(investigation: Investigation): void {
  const all = new Map(recoveryStore.getState());
  const key = keyOf(investigation.server, investigation.host);
  if (investigation.is === 'closed') all.delete(key);
  else all.set(key, investigation);
  recoveryStore.setState(all, true);
}

/** Undefined until the host is looked for. */
export function useInvestigation(server: ServerId, host: string): Investigation | undefined {
  return useStore(recoveryStore, (state) => state.get(keyOf(server, host)));
}

/** Undefined where nothing is wrong, or nobody has looked. */
export function useFindingCount(server: ServerId, host: string): number | undefined {
  const count = useStore(recoveryStore, (state) => {
    const diagnosis = state.get(keyOf(server, host))?.diagnosis;
    if (diagnosis === undefined) return 0;
    return (diagnosis.headline === undefined ? 0 : 1) + diagnosis.secondary.length + diagnosis.rest.length;
  });
  return count === 0 ? undefined : count;
}

export function investigationNow(server: string, host: string): Investigation | undefined {
  return recoveryStore.getState().get(keyOf(server, host));
}
