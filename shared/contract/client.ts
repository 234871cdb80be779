import { fail, type Result } from '#shared/kernel/result.ts';
import { type ByteStream, createStreamPeer } from './byte-stream.ts';
import type { CallName, Input, Output } from './calls.ts';
import type { EngineEvent, Sequences } from './events.ts';
import type { Failure } from './failure.ts';
import type { StreamInput, StreamName } from './streams.ts';
import type { Transport } from './transport.ts';

export interface Client {
  call<N extends CallName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Result<Output<N>, Failure>>;
  /** Bytes both ways for as long as it takes; an aborted signal stops it. */
  openStream<N extends StreamName>(name: N, input: StreamInput<N>, signal?: AbortSignal): ByteStream;
  listen(listener: ClientListener): () => void;
}

export interface ClientListener {
  event(event: EngineEvent): void;
  /** The engine answers (again); these are the numbers of its latest events. */
  opened(sequences: Sequences): void;
  lost(): void;
}

/** Types the transport by the table. Both ends are built together, so replies are not parsed a second time. */
export function createClient(transport: Transport, newId: () => string): Client {
  return {
    async call<N extends CallName>(name: N, input: Input<N>, signal?: AbortSignal) {
      if (signal?.aborted === true) return fail({ kind: 'cancelled' });
      const id = newId();
      const pending = transport.request({ frame: 'request', id, name, input });
      const cancel = (): void => {
        // The answer to the request itself says how it ended; a cancel frame has none.
        transport.request({ frame: 'cancel', id }).catch(() => undefined);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        const reply = await pending;
        return (reply?.result ?? fail({ kind: 'engine-gone' })) as Result<Output<N>, Failure>;
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },
    openStream(name, input, signal) {
      const stream = newId();
      const peer = createStreamPeer({ id: stream, side: 'window', send: (frame) => send(frame) });
      const send = transport.openStream(stream, peer.receive);
      send({ frame: 'stream-open', stream, name, input });
      const stop = (): void => peer.stream.stop();
      if (signal?.aborted === true) stop();
      signal?.addEventListener('abort', stop, { once: true });
      return peer.stream;
    },
    listen(listener) {
      return transport.onEvent((frame) => {
        if (frame.frame === 'event') listener.event(frame);
        else if (frame.frame === 'hello') listener.opened(frame.sequences);
        else listener.lost();
      });
    },
  };
}
