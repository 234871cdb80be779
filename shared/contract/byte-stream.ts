import { fail, ok, type Result } from '#shared/kernel/result.ts';
import type { Failure } from './failure.ts';
import { STREAM_PART_BYTES, STREAM_WINDOW_BYTES, type StreamFrame } from './stream-frames.ts';

/** One end of a stream of bytes between window and engine. */
export interface ByteStream {
  /** What the other end sends, as it comes. Ends when that has no more, throws StreamStopped when it broke off. */
  readonly incoming: AsyncIterable<Uint8Array>;
  /** Done when there is room for more; throws StreamStopped once the stream is over. */
  write(bytes: Uint8Array): Promise<void>;
  /** Nothing more will be written from this end. */
  end(): void;
  /** Over for both ends, whatever is under way. */
  stop(failure?: Failure): void;
  /** How it ended, for both ends the same. */
  readonly ended: Promise<Result<undefined, Failure>>;
}

export class StreamStopped extends Error {
  override readonly name = 'StreamStopped';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

export interface StreamPeer {
  readonly stream: ByteStream;
  receive(frame: StreamFrame): void;
  /** The engine has done what the stream was opened for. */
  finish(): void;
}

/** The engine's end decides when the stream is over; the window's says only that it will write no more. */
export type StreamSide = 'window' | 'engine';

export function createStreamPeer(setup: { readonly id: string; readonly side: StreamSide; readonly send: (frame: StreamFrame) => void }): StreamPeer {
  const { id, send } = setup;
  const settled = Promise.withResolvers<Result<undefined, Failure>>();
  const arrived: Uint8Array[] = [];
  let outcome: Result<undefined, Failure> | undefined;
  let isOtherDone = false;
  let maySend = STREAM_WINDOW_BYTES;
  let mayArrive = STREAM_WINDOW_BYTES;
  let changed = Promise.withResolvers<void>();
  let lastWrite: Promise<void> = Promise.resolve();

  function wake(): void {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  }

  function settle(how: Result<undefined, Failure>): void {
    if (outcome !== undefined) return;
    outcome = how;
    settled.resolve(how);
    wake();
  }

  function breakOff(failure: Failure): void {
    if (outcome !== undefined) return;
    send({ frame: 'stream-stop', stream: id, failure });
    arrived.length = 0;
    settle(fail(failure));
  }

  async function untilRoom(): Promise<void> {
    for (;;) {
      if (outcome !== undefined) throw stopped(outcome);
      if (maySend > 0) return;
      await changed.promise;
    }
  }

  async function sendAll(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      await untilRoom();
      const part = bytes.subarray(at, at + Math.min(STREAM_PART_BYTES, maySend));
      maySend -= part.length;
      at += part.length;
      send({ frame: 'stream-data', stream: id, bytes: part });
    }
  }

  async function* incoming(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const part = arrived.shift();
      if (part !== undefined) {
        yield part;
        mayArrive += part.length;
        if (outcome === undefined && !isOtherDone) send({ frame: 'stream-credit', stream: id, bytes: part.length });
      } else if (outcome?.ok === false) throw stopped(outcome);
      else if (isOtherDone || outcome !== undefined) return;
      else await changed.promise;
    }
  }

  function take(bytes: Uint8Array): void {
    mayArrive -= bytes.length;
    if (mayArrive < 0 || isOtherDone) return breakOff({ kind: 'bug', incident: 'more bytes than there was room for' });
    if (bytes.length > 0) arrived.push(bytes);
    wake();
  }

  return {
    stream: {
      incoming: { [Symbol.asyncIterator]: incoming },
      async write(bytes) {
        // Parts of two writes must not mix; a failure is that of its own caller.
        const written = lastWrite.then(async () => await sendAll(bytes));
        lastWrite = written.catch(() => undefined);
        await written;
      },
      end() {
        if (outcome === undefined) send({ frame: 'stream-end', stream: id });
      },
      stop: (failure = { kind: 'cancelled' }) => breakOff(failure),
      ended: settled.promise,
    },
    receive(frame) {
      if (outcome !== undefined) return;
      switch (frame.frame) {
        case 'stream-data':
          return take(frame.bytes);
        case 'stream-credit':
          maySend = Math.min(STREAM_WINDOW_BYTES, maySend + frame.bytes);
          return wake();
        case 'stream-end':
          isOtherDone = true;
          if (setup.side === 'window') settle(ok(undefined));
          return wake();
        default:
          arrived.length = 0;
          return settle(fail(frame.failure ?? { kind: 'cancelled' }));
      }
    },
    finish() {
      if (outcome !== undefined) return;
      send({ frame: 'stream-end', stream: id });
      settle(ok(undefined));
    },
  };
}

function stopped(outcome: Result<undefined, Failure>): StreamStopped {
  return new StreamStopped(outcome.ok ? { kind: 'cancelled' } : outcome.failure);
}
