import { isChange } from '#shared/contract/changes.ts';
import type { PushFrame, ReplyFrame, ServerFrame } from '#shared/contract/frames.ts';
import { decodeStreamData, encodeStreamData, type StreamFrame } from '#shared/contract/stream-frames.ts';
import type { Transport } from '#shared/contract/transport.ts';
import { fail } from '#shared/kernel/result.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;
/** Whoever waits for a change is told that nobody knows, rather than left waiting for an engine that stays away. */
const LONGEST_DOUBT_MS = 30_000;

export interface RetryClock {
  after(delayMs: number, run: () => void): void;
}

interface Waiting {
  readonly isChange: boolean;
  readonly answer: (reply: ReplyFrame) => void;
}

/**
 * Frames over a WebSocket that is opened again whenever it closes. What was only being read is then answered with
 * `engine-gone`; what was being changed is asked about by its id as soon as the same engine answers again.
 */
export function createSocketTransport(open: () => WebSocket, clock: RetryClock): Transport {
  const listeners = new Set<(frame: PushFrame) => void>();
  const waiting = new Map<string, Waiting>();
  const streams = new Map<string, (frame: StreamFrame) => void>();
  let socket: WebSocket | undefined;
  let failures = 0;
  /** Which engine answered last. */
  let run: string | undefined;

  function tell(frame: PushFrame): void {
    for (const listener of listeners) listener(frame);
  }

  function settle(frame: ReplyFrame): void {
    waiting.get(frame.id)?.answer(frame);
    waiting.delete(frame.id);
  }

  function giveUp(ids: readonly string[]): void {
    for (const id of ids) settle({ frame: 'reply', id, result: fail({ kind: 'engine-gone' }) });
  }

  function connect(): void {
    const fresh = open();
    fresh.binaryType = 'arraybuffer';
    fresh.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) hearBytes(new Uint8Array(data));
      else hear(String(data));
    });
    fresh.addEventListener('open', () => {
      socket = fresh;
      failures = 0;
    });
    fresh.addEventListener('close', () => {
      lose();
      clock.after(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures), connect);
      failures += 1;
    });
  }

  function hearBytes(message: Uint8Array): void {
    const frame = decodeStreamData(message);
    if (frame !== undefined) streams.get(frame.stream)?.(frame);
  }

  function hear(text: string): void {
    // Both ends are built together and served from one place.
    const frame = JSON.parse(text) as ServerFrame | Exclude<StreamFrame, { frame: 'stream-data' }>;
    if ('stream' in frame) return hearStream(frame);
    if (frame.frame === 'reply') return settle(frame);
    if (frame.frame === 'hello') meet(frame.run);
    tell(frame);
  }

  function hearStream(frame: StreamFrame): void {
    streams.get(frame.stream)?.(frame);
    if (frame.frame === 'stream-end' || frame.frame === 'stream-stop') streams.delete(frame.stream);
  }

  /** Another run of the engine knows nothing of what was asked before, and nobody else does. */
  function meet(next: string | undefined): void {
    const isSame = run !== undefined && run === next;
    run = next;
    const doubtful = [...waiting.keys()];
    if (!isSame) return giveUp(doubtful);
    for (const id of doubtful) socket?.send(JSON.stringify({ frame: 'ask', id }));
  }

  function lose(): void {
    socket = undefined;
    giveUp([...waiting].filter(([, { isChange }]) => !isChange).map(([id]) => id));
    const doubtful = new Map(waiting);
    if (doubtful.size > 0) clock.after(LONGEST_DOUBT_MS, () => giveUpStillWaiting(doubtful));
    for (const [stream, listener] of streams) listener({ frame: 'stream-stop', stream, failure: { kind: 'engine-gone' } });
    streams.clear();
    tell({ frame: 'lost' });
  }

  /** Unless the engine is back: then it answers when it is done. */
  function giveUpStillWaiting(doubtful: ReadonlyMap<string, Waiting>): void {
    if (socket === undefined) giveUp([...doubtful].filter(([id, before]) => waiting.get(id) === before).map(([id]) => id));
  }

  function sendStream(to: WebSocket, frame: Parameters<ReturnType<Transport['openStream']>>[0]): void {
    to.send(frame.frame === 'stream-data' ? encodeStreamData(frame) : JSON.stringify(frame));
  }

  return {
    async request(frame) {
      if (socket === undefined) return frame.frame === 'cancel' ? undefined : { frame: 'reply', id: frame.id, result: fail({ kind: 'engine-gone' }) };
      socket.send(JSON.stringify(frame));
      if (frame.frame === 'cancel') return undefined;
      const { promise, resolve } = Promise.withResolvers<ReplyFrame>();
      // Whoever asks what became of something may still be waiting for the thing itself.
      const before = waiting.get(frame.id);
      waiting.set(frame.id, {
        isChange: before?.isChange === true || (frame.frame === 'request' && isChange(frame.name)),
        answer(reply) {
          before?.answer(reply);
          resolve(reply);
        },
      });
      return await promise;
    },
    onEvent(listener) {
      listeners.add(listener);
      // The first listener opens the connection, so that nobody misses its first frame.
      if (listeners.size === 1 && socket === undefined) connect();
      return () => listeners.delete(listener);
    },
    openStream(stream, listener) {
      streams.set(stream, listener);
      return (frame) => {
        if (frame.frame === 'stream-stop') streams.delete(stream);
        if (socket !== undefined) return sendStream(socket, frame);
        streams.delete(stream);
        // Later, as everywhere else: whoever opens a stream has not got it yet.
        queueMicrotask(() => listener({ frame: 'stream-stop', stream, failure: { kind: 'engine-gone' } }));
      };
    },
  };
}
