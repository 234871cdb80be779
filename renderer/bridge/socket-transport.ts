import type { PushFrame, ReplyFrame, ServerFrame } from '#shared/contract/frames.ts';
import type { Transport } from '#shared/contract/transport.ts';
import { fail } from '#shared/kernel/result.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

export interface RetryClock {
  after(delayMs: number, run: () => void): void;
}

/**
 * Frames over a WebSocket that is opened again whenever it closes. What was asked before a loss is answered
 * with `engine-gone`: whether a change happened shows in the picture that follows.
 */
export function createSocketTransport(open: () => WebSocket, clock: RetryClock): Transport {
  const listeners = new Set<(frame: PushFrame) => void>();
  const waiting = new Map<string, (reply: ReplyFrame) => void>();
  let socket: WebSocket | undefined;
  let failures = 0;

  function tell(frame: PushFrame): void {
    for (const listener of listeners) listener(frame);
  }

  function connect(): void {
    const fresh = open();
    fresh.addEventListener('message', ({ data }) => receive(String(data)));
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

  function receive(text: string): void {
    // Both ends are built together and served from one place.
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.frame !== 'reply') return tell(frame);
    waiting.get(frame.id)?.(frame);
    waiting.delete(frame.id);
  }

  function lose(): void {
    socket = undefined;
    for (const [id, answer] of waiting) answer({ frame: 'reply', id, result: fail({ kind: 'engine-gone' }) });
    waiting.clear();
    tell({ frame: 'lost' });
  }

  return {
    async request(frame) {
      if (socket === undefined)
        return frame.frame === 'request' ? { frame: 'reply', id: frame.id, result: fail({ kind: 'engine-gone' }) } : undefined;
      socket.send(JSON.stringify(frame));
      if (frame.frame === 'cancel') return undefined;
      const { promise, resolve } = Promise.withResolvers<ReplyFrame>();
      waiting.set(frame.id, resolve);
      return await promise;
    },
    onEvent(listener) {
      listeners.add(listener);
      // The first listener opens the connection, so that nobody misses its first frame.
      if (listeners.size === 1 && socket === undefined) connect();
      return () => listeners.delete(listener);
    },
  };
}
