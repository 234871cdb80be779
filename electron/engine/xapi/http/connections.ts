import type { TLSSocket } from 'node:tls';
import { type Hearing, type HttpConnection, openConnection, type Question, type Taking } from './http-connection.ts';

/** A few connections to one server, kept for the questions to come. */
export interface Connections {
  /** Throws what the connection throws, or what making one came to. */
  ask(question: Question, hearing: Hearing): Promise<void>;
  close(): void;
}

export interface ConnectionsSetup {
  readonly most: number;
  readonly dial: (take: Taking, signal: AbortSignal) => Promise<TLSSocket>;
}

export function createConnections({ most, dial }: ConnectionsSetup): Connections {
  const closing = new AbortController();
  const open = new Set<HttpConnection>();
  const idle: HttpConnection[] = [];
  /** Each is given the place of a question that has been answered. */
  const waiting = new Set<() => void>();
  let taken = 0;

  async function takePlace(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (taken < most) {
      taken += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = (): void => {
      // An abort without a reason of its own still has one: the platform's.
      reject(signal.reason as Error);
    };
    waiting.add(resolve);
    signal.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      waiting.delete(resolve);
      signal.removeEventListener('abort', abort);
    }
  }

  function leavePlace(): void {
    const [next] = waiting;
    if (next === undefined) taken -= 1;
    else {
      waiting.delete(next);
      next();
    }
  }

  async function takeConnection(signal: AbortSignal): Promise<HttpConnection> {
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      if (kept.isUsable()) return kept;
      open.delete(kept);
    }
    const either = AbortSignal.any([signal, closing.signal]);
    const made = await openConnection(async (take) => await dial(take, either));
    open.add(made);
    return made;
  }

  return {
    async ask(question, hearing) {
      await takePlace(hearing.signal);
      try {
        const connection = await takeConnection(hearing.signal);
        try {
          await connection.ask(question, hearing);
        } finally {
          if (connection.isUsable()) idle.push(connection);
          else open.delete(connection);
        }
      } finally {
        leavePlace();
      }
    },
    close() {
      closing.abort();
      for (const connection of open) connection.close();
    },
  };
}
