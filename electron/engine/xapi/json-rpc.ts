import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { Approach, Dialer } from '#engine/net/dialer.ts';
import { NetError, netErrorOf } from '#engine/net/net-error.ts';
import type { Clock } from '#engine/ports.ts';
import { StreamStopped } from '#shared/contract/byte-stream.ts';
import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { readAnswer } from './answer.ts';
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
  /** Takes the next bytes of the answer; a promise says when there is room for more. */
  readonly write: (bytes: Uint8Array) => Promise<void> | undefined;
}

/** JSON-RPC to one server over kept-alive connections. */
export interface JsonRpc {
  readonly address: ServerAddress;
  /** Throws XapiError when the server refuses, NetError when there is no answer. */
  call(method: string, parameters: readonly unknown[], options?: CallOptions): Promise<unknown>;
  /** Throws NetError when the answer does not come or not to its end; what it says is up to who reads it. */
  stream(method: string, parameters: readonly unknown[], options: StreamOptions): Promise<void>;
  /** The body of what a path answers; throws XapiError when it is refused, NetError when it does not come to its end. */
  download(path: string, options: StreamOptions & { readonly session: string }): Promise<void>;
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
  const closing = new AbortController();
  const agent = createAgent(setup, closing.signal);

  async function post(body: string, options: StreamOptions): Promise<void> {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), host: name };
    await exchange({ asked: { agent, method: 'POST', path: '/jsonrpc', headers }, body }, options);
  }

  async function exchange(
    { asked, body, check }: { readonly asked: RequestOptions; readonly body?: string; readonly check?: (response: IncomingMessage) => void },
    { write, signal, timeoutMs = CALL_TIMEOUT_MS }: StreamOptions,
  ): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const message = request(asked);
    // A request that still waits for its connection tells of its end only once that has come about, so nobody waits for the telling.
    const giveUp = (error: unknown): void => {
      reject(error);
      message.destroy();
    };
    const abort = (): void => giveUp(signal?.reason);
    const silence = watchSilence(clock, timeoutMs, () => giveUp(new NetError({ kind: 'unreachable', address: name, why: 'timed-out' })));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    message.on('error', reject);
    message.once('response', (response) => {
      try {
        check?.(response);
      } catch (error) {
        return giveUp(error);
      }
      readAll(response, (bytes) => {
        silence.heard();
        return write(bytes);
      }).then(resolve, reject);
    });
    message.end(body);
    try {
      await promise;
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
      const write = (bytes: Uint8Array): undefined => void parts.push(bytes);
      await post(bodyOf(method, parameters), { ...options, write });
      return readAnswer(name, Buffer.concat(parts).toString('utf8'));
    },
    stream: async (method, parameters, options) => await post(bodyOf(method, parameters), options),
    async download(path, { session, ...options }) {
      const own = createAgent(setup, closing.signal);
      try {
        // A query would be written into the server's log.
        const headers = { host: name, cookie: `session_id=${session}` };
        await exchange({ asked: { agent: own, method: 'GET', path, headers }, check: requireFile }, options);
      } finally {
        own.destroy();
      }
    },
    close() {
      closing.abort();
      agent.destroy();
    },
  };
}

function requireFile({ statusCode = 0 }: IncomingMessage): void {
  if (statusCode === 200) return;
  throw statusCode === 403 ? new XapiError('RBAC_PERMISSION_DENIED', []) : new XapiError('INTERNAL_ERROR', [`HTTP ${statusCode}`]);
}

function createAgent(setup: JsonRpcSetup, signal: AbortSignal): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  agent.createConnection = (_options, deliver) => {
    setup.dialer.dial(setup.address, setup.approach, signal).then(
      (socket) => {
        setup.onConnection();
        deliver?.(null, socket);
      },
      // The declared type wants a stream beside an error; Node itself passes none.
      (error: unknown) => (deliver as ((error: unknown) => void) | undefined)?.(error),
    );
    return undefined;
  };
  return agent;
}

/** Answers are matched by exchange, not by id: servers answer some errors with id 0 whatever was sent. */
function bodyOf(method: string, parameters: readonly unknown[]): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params: parameters, id: 1 });
}

async function readAll(response: IncomingMessage, write: StreamOptions['write']): Promise<void> {
  for await (const part of response) {
    // Without an encoding set, a response gives bytes.
    const room = write(part as Uint8Array);
    if (room !== undefined) await room;
  }
  if (!response.complete) throw Object.assign(new Error('answer cut short'), { code: 'ECONNRESET' });
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
