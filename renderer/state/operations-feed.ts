import type { Client } from '#shared/contract/client.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import { changeOperations, setOperations, watchProgress } from './operations-store.ts';

type OperationsEvent = Extract<EngineEvent, { topic: 'operations' }>;

/** Keeps the list of operations equal to the engine's; what it misses, it asks for. Returns how to stop. */
export function startOperationsFeed(client: Client, now: () => number): () => void {
  let seen = 0;
  let attempt = 0;
  /** Events that arrive while the list is being asked for; undefined when it is not. */
  let early: OperationsEvent[] | undefined;

  async function takeList(): Promise<void> {
    attempt += 1;
    const mine = attempt;
    early = [];
    const list = await client.call('operation.list', {});
    if (mine !== attempt || !list.ok) return;
    setOperations(list.value.operations);
    const missed = early.filter((event) => event.sequence > list.value.sequence);
    early = undefined;
    for (const event of missed) changeOperations(event.payload);
  }

  const stopWatching = watchProgress(now);
  const stopListening = client.listen({
    opened(sequences) {
      seen = sequences.operations;
      run(takeList);
    },
    event(event) {
      if (event.topic !== 'operations') return;
      const isNext = event.sequence === seen + 1;
      seen = event.sequence;
      if (!isNext) run(takeList);
      else if (early === undefined) changeOperations(event.payload);
      else early.push(event);
    },
    lost: () => void (attempt += 1),
  });
  return () => {
    stopListening();
    stopWatching();
  };
}

/** A list that cannot be had is a lost connection, whose successor asks again; a rejection is a bug and must surface. */
function run(take: () => Promise<void>): void {
  take().catch((error: unknown) => reportError(error));
}
