import { Worker } from 'node:worker_threads';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import type { FromWorker, Reading, Reply, ToWorker } from './worker/protocol.ts';

/** Large enough that few messages cross, small enough that rows of a slow answer appear early. */
const SLAB_BYTES = 1 << 18;
/** With all of them on their way the network has to wait. */
const SLABS = 16;

/** A thread that turns the bytes of answers into deltas, so that this one never stands still over a big pool. */
export interface Decoding {
  /** One answer at a time or several: their bytes may come interleaved. */
  open(reading: Reading): AnswerSink;
  /** The thread has ended by itself, and what it knew is lost. */
  isBroken(): boolean;
  close(): Promise<void>;
}

export interface AnswerSink {
  /** Resolves when there is room for more; the bytes are copied before it returns. */
  readonly write: (bytes: Uint8Array) => Promise<void> | undefined;
  /** Resolves when everything the answer leads to has been told. */
  end(): Promise<Reply>;
  abandon(): void;
}

export function startDecoding(onDelta: (delta: Delta) => void): Decoding {
  const worker = new Worker(new URL('./worker/start.ts', import.meta.url), { name: 'mirror' });
  const replies = new Map<number, PromiseWithResolvers<Reply>>();
  const slabs = createSlabs();
  let last = 0;
  let broken: Error | undefined;

  function post(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    worker.postMessage(message, transfer);
  }

  function fail(error: Error): void {
    broken ??= error;
    for (const { reject } of replies.values()) reject(broken);
    replies.clear();
    slabs.giveUp();
  }

  worker.on('message', (message: FromWorker) => {
    if (message.is === 'spent') slabs.giveBack(message.buffer);
    else if (message.is === 'reply') {
      replies.get(message.id)?.resolve(message.reply);
      replies.delete(message.id);
    } else {
      // Made by our own decoder, which writes nothing but deltas.
      onDelta(JSON.parse(Buffer.from(message.json).toString('utf8')) as Delta);
      post({ is: 'next' });
    }
  });
  worker.on('error', (cause) => fail(new Error('the decoder failed', { cause })));
  worker.on('exit', () => fail(new Error('the decoder has ended')));

  return {
    open(reading) {
      if (broken !== undefined) throw broken;
      last += 1;
      const id = last;
      const reply = Promise.withResolvers<Reply>();
      // Nobody may be waiting yet, or any more, when the thread ends.
      reply.promise.catch(() => undefined);
      replies.set(id, reply);
      post({ is: 'open', id, reading });
      const filling = fillSlabs(slabs, (buffer, length) => post({ is: 'bytes', id, buffer, length }, [buffer]));
      return {
        write: filling.write,
        async end() {
          filling.flush();
          post({ is: 'end', id });
          return await reply.promise;
        },
        abandon() {
          filling.drop();
          replies.delete(id);
          post({ is: 'abandon', id });
        },
      };
    },
    isBroken: () => broken !== undefined,
    async close() {
      await worker.terminate();
    },
  };
}

/** Buffers that go to the other thread and come back. */
interface Slabs {
  readonly take: () => ArrayBuffer;
  readonly giveBack: (slab: ArrayBuffer) => void;
  /** Undefined while there are slabs left. */
  readonly wait: () => Promise<void> | undefined;
  readonly giveUp: () => void;
}

function createSlabs(): Slabs {
  const free: ArrayBuffer[] = [];
  let away = 0;
  let waiting: PromiseWithResolvers<void> | undefined;

  function wake(): void {
    waiting?.resolve();
    waiting = undefined;
  }

  return {
    take() {
      away += 1;
      return free.pop() ?? new ArrayBuffer(SLAB_BYTES);
    },
    giveBack(slab) {
      away -= 1;
      free.push(slab);
      wake();
    },
    wait() {
      if (away < SLABS) return undefined;
      waiting ??= Promise.withResolvers<void>();
      return waiting.promise;
    },
    giveUp() {
      away = 0;
      wake();
    },
  };
}

interface Filling {
  readonly write: (bytes: Uint8Array) => Promise<void> | undefined;
  readonly flush: () => void;
  readonly drop: () => void;
}

function fillSlabs(slabs: Slabs, send: (slab: ArrayBuffer, length: number) => void): Filling {
  let slab: ArrayBuffer | undefined;
  let length = 0;

  function flush(): void {
    if (slab === undefined) return;
    send(slab, length);
    slab = undefined;
    length = 0;
  }

  return {
    write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        slab ??= slabs.take();
        const size = Math.min(SLAB_BYTES - length, bytes.length - at);
        new Uint8Array(slab, length, size).set(bytes.subarray(at, at + size));
        at += size;
        length += size;
        if (length === SLAB_BYTES) flush();
      }
      return slabs.wait();
    },
    flush,
    drop() {
      if (slab !== undefined) slabs.giveBack(slab);
      slab = undefined;
    },
  };
}
