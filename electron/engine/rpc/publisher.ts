import { type EngineEvent, noSequences, type Payload, type Sequences, type Topic } from '#shared/contract/events.ts';

/** Numbers what the engine says, per topic, and tells everyone who listens. */
export interface Publisher {
  publish<T extends Topic>(topic: T, payload: Payload<T>): void;
  listen(listener: (event: EngineEvent) => void): () => void;
  sequences(): Sequences;
}

export function createPublisher(): Publisher {
  const sequences = noSequences();
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    publish(topic, payload) {
      sequences[topic] += 1;
      // Topic and payload belong together by this function's own signature.
      const event = { topic, sequence: sequences[topic], payload } as EngineEvent;
      for (const listener of listeners) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sequences: () => ({ ...sequences }),
  };
}
