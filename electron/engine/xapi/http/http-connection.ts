import type { TLSSocket } from 'node:tls';
import { ResponseBroken, ResponseReader } from './response-reader.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Hearing {
  readonly signal: AbortSignal;
  /** The memory is used again as soon as this returns; a promise says when there is room for more. */
  readonly body: (bytes: Uint8Array) => Promise<void> | undefined;
}

/** One connection on which question and answer take turns. */
export interface HttpConnection {
  /** Throws what broke it, ResponseBroken, the signal's reason, or what hearing threw; then the connection is gone. */
  ask(question: Question, hearing: Hearing): Promise<void>;
  /** Whether another question may be asked. */
  isUsable(): boolean;
  close(): void;
}

/** Hands on what arrives; false says that there is no room for now. */
export type Taking = (bytes: Uint8Array) => boolean;

interface Exchange {
  readonly reader: ResponseReader;
  readonly done: PromiseWithResolvers<void>;
  /** How often there was no room that there still is not. */
  waits: number;
}

export async function openConnection(dial: (take: Taking) => Promise<TLSSocket>): Promise<HttpConnection> {
  /** Not there yet while it is being made. */
  const made: { socket?: TLSSocket } = {};
  let exchange: Exchange | undefined;
  let isSpent = false;

  /** Whatever is under way has failed. */
  function fail(error: unknown): void {
    isSpent = true;
    made.socket?.destroy();
    exchange?.done.reject(error);
  }

  /** The other side has gone, which says nothing about an answer that has already come. */
  function lose(error: unknown): void {
    if (exchange?.reader.isOver() === true) isSpent = true;
    else fail(error);
  }

  function take(bytes: Uint8Array): boolean {
    try {
      if (exchange === undefined) throw new ResponseBroken('bytes nobody asked for');
      exchange.reader.feed(bytes);
      settle(exchange);
    } catch (error) {
      fail(error);
    }
    return exchange === undefined || exchange.waits === 0;
  }

  function end(): void {
    isSpent = true;
    try {
      exchange?.reader.end();
      if (exchange !== undefined) settle(exchange);
    } catch (error) {
      fail(error);
    }
  }

  function settle({ reader, waits, done }: Exchange): void {
    if (reader.isOver() && waits === 0) done.resolve();
  }

  function wait(on: Exchange, room: Promise<void>): void {
    on.waits += 1;
    room.then(() => {
      on.waits -= 1;
      if (on.waits > 0) return;
      settle(on);
      made.socket?.resume();
    }, fail);
  }

  function begin({ body }: Hearing): Exchange {
    const reader = new ResponseReader({
      head: () => undefined,
      body(bytes) {
        const room = body(bytes);
        if (room !== undefined) wait(begun, room);
      },
    });
    const begun: Exchange = { reader, done: Promise.withResolvers<void>(), waits: 0 };
    return begun;
  }

  const socket = await dial(take);
  made.socket = socket;
  socket.on('error', lose);
  socket.once('end', end);
  socket.once('close', () => lose(new ResponseBroken('closed')));

  return {
    async ask(question, hearing) {
      const { signal } = hearing;
      const abort = (): void => fail(signal.reason);
      exchange = begin(hearing);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      else socket.write(textOf(question));
      try {
        await exchange.done.promise;
        isSpent ||= !exchange.reader.isConnectionKept();
      } finally {
        signal.removeEventListener('abort', abort);
        exchange = undefined;
        if (isSpent) socket.destroy();
      }
    },
    isUsable: () => !isSpent,
    close: () => fail(new ResponseBroken('closed')),
  };
}

/** In one piece, so that it leaves in one packet. */
function textOf({ method, path, fields, body = '' }: Question): string {
  const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)];
  // Nothing that is put into a line may begin another one.
  if (lines.some((line) => /[\r\n]/.test(line))) throw new TypeError('a line of a request holds another');
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
