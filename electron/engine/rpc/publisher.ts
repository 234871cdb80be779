import type { Clock } from '#engine/ports.ts';
import { type EngineEvent, noSequences, type Payload, type Sequences, type Topic } from '#shared/contract/events.ts';
import { createDeltaFrames } from './delta-frames.ts';

/** Numbers what the engine says, per topic, and tells everyone who listens. */
export interface Publisher {
  publish<T extends Topic>(topic: T, payload: Payload<T>): void;
  listen(listener: (event: EngineEvent) => void): () => void;
  /** What is known now has been told under these numbers. */
  sequences(): Sequences;
  close(): void;
}

export function createPublisher(clock: Clock): Publisher {
  const sequences = noSequences();
  const listeners = new Set<(event: EngineEvent) => void>();
  const frames = createDeltaFrames({ clock, tell: (server, delta) => tell('pools', { server, delta }) });

  function tell<T extends Topic>(topic: T, payload: Payload<T>): void {
    sequences[topic] += 1;
    // Topic and payload belong together by this function's own signature.
    const event = { topic, sequence: sequences[topic], payload } as EngineEvent;
    for (const listener of listeners) listener(event);
  }

  return {
    publish(topic, payload) {
      if (topic === 'pools') {
        // The payload of this very topic.
        const { server, delta } = payload as Payload<'pools'>;
        frames.add(server, delta);
        return;
      }
      // Who hears that something is done finds what came of it.
      frames.flush();
      tell(topic, payload);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sequences() {
      frames.flush();
      return { ...sequences };
    },
    close: frames.close,
  };
}
