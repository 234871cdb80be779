import { type ByteStream, createStreamPeer, type StreamPeer } from '#shared/contract/byte-stream.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { StreamName } from '#shared/contract/streams.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { TestEngine } from './test-engine.ts';

export interface EngineStream {
  readonly stream: ByteStream;
  readonly over: Promise<Result<undefined, Failure>>;
  readonly controller: AbortController;
}

/** Both ends of a stream, joined without anything between. */
export function engineStream(engine: TestEngine, name: StreamName, input: unknown): EngineStream {
  const ends: { window: StreamPeer; engine: StreamPeer } = {
    window: createStreamPeer({ id: 's', side: 'window', send: (frame) => ends.engine.receive(frame) }),
    engine: createStreamPeer({ id: 's', side: 'engine', send: (frame) => ends.window.receive(frame) }),
  };
  const controller = new AbortController();
  const result = engine.engine.openStream(name, input, { stream: ends.engine.stream, signal: controller.signal });
  const over = result.then((ended) => {
    if (ended.ok) ends.engine.finish();
    else ends.engine.stream.stop(ended.failure);
    return ended;
  });
  return { stream: ends.window.stream, over, controller };
}
