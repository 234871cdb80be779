import { Worker } from 'node:worker_threads';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import { type FromWorker, LONG_DELTA, type Reading, type Reply, type ToWorker } from './worker/protocol.ts';

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
  const slabs = createSlabs((slab, memory) => post({ is: 'slab', slab, memory }));
  let last = 0;
  let broken: Error | undefined;

  function post(...messages: readonly ToWorker[]): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(messages);
  }

  function hear(message: FromWorker): void {
    if (message.is === 'spent') slabs.giveBack(message.slab);
    else if (message.is === 'reply') {
      replies.get(message.id)?.resolve(message.reply);
      replies.delete(message.id);
    } else {
      // Made by our own decoder, which writes nothing but deltas.
      onDelta(JSON.parse(message.json) as Delta);
      if (message.json.length > LONG_DELTA) post({ is: 'next' });
    }
  }

  function fail(error: Error): void {
    broken ??= error;
    for (const { reject } of replies.values()) reject(broken);
    replies.clear();
    slabs.giveUp();
  }

  worker.on('message', (messages: readonly FromWorker[]) => messages.forEach(hear));
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
      /** Not sent yet: a short answer goes over in one piece. */
      let waiting: ToWorker[] = [{ is: 'open', id, reading }];
      const say = (message: ToWorker): void => {
        post(...waiting, message);
        waiting = [];
      };
      const filling = fillSlabs(slabs, (slab, length) => say({ is: 'bytes', id, slab, length }));
      return {
        write: filling.write,
        async end() {
          const rest = filling.takeRest();
          if (rest !== undefined) waiting.push({ is: 'bytes', id, ...rest });
          say({ is: 'end', id });
          return await reply.promise;
        },
        abandon() {
          filling.drop();
          replies.delete(id);
          say({ is: 'abandon', id });
        },
      };
    },
    isBroken: () => broken !== undefined,
    async close() {
      await worker.terminate();
    },
  };
}

interface Slab {
  readonly slab: number;
  readonly bytes: Uint8Array;
}

/** Memory both threads see, used by one of them at a time. */
interface Slabs {
  readonly take: () => Slab;
  readonly giveBack: (slab: number) => void;
  /** Undefined while there are slabs left. */
  readonly wait: () => Promise<void> | undefined;
  readonly giveUp: () => void;
}

function createSlabs(share: (slab: number, memory: SharedArrayBuffer) => void): Slabs {
  const all: Slab[] = [];
  const free: Slab[] = [];
  let away = 0;
  let waiting: PromiseWithResolvers<void> | undefined;

  function make(): Slab {
    const memory = new SharedArrayBuffer(SLAB_BYTES);
    const slab = { slab: all.length, bytes: new Uint8Array(memory) };
    all.push(slab);
    share(slab.slab, memory);
    return slab;
  }

  function wake(): void {
    waiting?.resolve();
    waiting = undefined;
  }

  return {
    take() {
      away += 1;
      return free.pop() ?? make();
    },
    giveBack(number) {
      const slab = all[number];
      away -= 1;
      if (slab !== undefined) free.push(slab);
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
  /** What is in a slab that is not full. */
  readonly takeRest: () => { readonly slab: number; readonly length: number } | undefined;
  readonly drop: () => void;
}

function fillSlabs(slabs: Slabs, send: (slab: number, length: number) => void): Filling {
  let slab: Slab | undefined;
  let length = 0;

  function takeRest(): { readonly slab: number; readonly length: number } | undefined {
    if (slab === undefined) return undefined;
    const rest = { slab: slab.slab, length };
    slab = undefined;
    length = 0;
    return rest;
  }

  return {
    write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        slab ??= slabs.take();
        const { slab: number } = slab;
        const size = Math.min(SLAB_BYTES - length, bytes.length - at);
        slab.bytes.set(bytes.subarray(at, at + size), length);
        at += size;
        length += size;
        if (length < SLAB_BYTES) continue;
        takeRest();
        send(number, SLAB_BYTES);
      }
      return slabs.wait();
    },
    takeRest,
    drop() {
      if (slab !== undefined) slabs.giveBack(slab.slab);
      slab = undefined;
    },
  };
}
