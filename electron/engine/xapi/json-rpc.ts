import type { Approach, Dialer } from '#engine/net/dialer.ts';
import { NetError, netErrorOf } from '#engine/net/net-error.ts';
import type { Clock } from '#engine/ports.ts';
import { StreamStopped } from '#shared/contract/byte-stream.ts';
import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { readAnswer } from './answer.ts';
import { type Connections, createConnections } from './http/connections.ts';
import type { Question } from './http/http-connection.ts';
import { XapiError } from './xapi-error.ts';

/** One for the event stream that blocks, the rest for calls. */
const MAX_CONNECTIONS = 4;
const CALL_TIMEOUT_MS = 60_000;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How long the server may be silent, before and between the bytes of its answer. */
  readonly timeoutMs?: number;
}

export interface StreamOptions extends CallOptions {
  /** Takes the next bytes of the answer; a promise says when there is room for more. The memory of all but files is used again. */
  readonly write: (bytes: Uint8Array) => Promise<void> | undefined;
}

/** JSON-RPC to one server over kept-alive connections. */
export interface JsonRpc {
  readonly address: ServerAddress;
  /** Throws XapiError when the server refuses, NetError when there is no answer. */
  call(method: string, parameters: readonly unknown[], options?: CallOptions): Promise<unknown>;
  /** Throws NetError when the answer does not come or not to its end; what it says is up to who reads it. */
  stream(method: string, parameters: readonly unknown[], options: StreamOptions): Promise<void>;
  close(): void;
}

export interface JsonRpcSetup {
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly address: ServerAddress;
  readonly approach: Approach;
  /** Each time a connection stands and is trusted. */
  readonly onConnection: () => void;
}

export function createJsonRpc(setup: JsonRpcSetup): JsonRpc {
  const { address, clock } = setup;
  const name = formatAddress(address);
  const connections = connectionsOf(setup, MAX_CONNECTIONS);

  async function post(body: string, options: StreamOptions): Promise<void> {
    const fields = { host: name, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    await exchange({ method: 'POST', path: '/jsonrpc', fields, body }, options);
  }

  async function exchange(question: Question, { write, signal, timeoutMs = CALL_TIMEOUT_MS }: StreamOptions): Promise<void> {
    const ending = new AbortController();
    const abort = (): void => ending.abort(signal?.reason);
    const silence = watchSilence(clock, timeoutMs, () => ending.abort(new NetError({ kind: 'unreachable', address: name, why: 'timed-out' })));
    const body = (bytes: Uint8Array): Promise<void> | undefined => {
      silence.heard();
      return write(bytes);
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    try {
      await connections.ask(question, { signal: ending.signal, body });
    } catch (error) {
      signal?.throwIfAborted();
      // Refused by the server, or nobody takes the bytes any more: not the connection's fault.
      throw error instanceof XapiError || error instanceof StreamStopped ? error : netErrorOf(name, error);
    } finally {
      silence.end();
      signal?.removeEventListener('abort', abort);
    }
  }

  return {
    address,
    async call(method, parameters, options = {}) {
      const parts: Uint8Array[] = [];
      const write = (bytes: Uint8Array): undefined => void parts.push(new Uint8Array(bytes));
      await post(bodyOf(method, parameters), { ...options, write });
      return readAnswer(name, Buffer.concat(parts).toString('utf8'));
    },
    stream: async (method, parameters, options) => await post(bodyOf(method, parameters), options),
    close() {
      connections.close();
    },
  };
}

function connectionsOf({ dialer, address, approach, onConnection }: JsonRpcSetup, most: number): Connections {
  return createConnections({
    most,
    async dial(take, signal) {
      const socket = await dialer.dialInto(address, approach, { signal, take });
      onConnection();
      return socket;
    },
  });
}

/** Answers are matched by exchange, not by id: servers answer some errors with id 0 whatever was sent. */
function bodyOf(method: string, parameters: readonly unknown[]): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params: parameters, id: 1 });
}

/** Runs `onSilence` once nothing has been heard for so long. Hearing is cheap: it does not touch the timer. */
function watchSilence(clock: Clock, silenceMs: number, onSilence: () => void): { heard(): void; end(): void } {
  let heardMs = clock.now();
  let timer = clock.after(silenceMs, look);

  function look(): void {
    const leftMs = heardMs + silenceMs - clock.now();
    if (leftMs > 0) timer = clock.after(leftMs, look);
    else onSilence();
  }

  return {
    heard: () => {
      heardMs = clock.now();
    },
    end: () => timer.cancel(),
  };
}
