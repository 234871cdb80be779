import { Agent, type IncomingMessage, request } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '#engine/ports.ts';
import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { MetricsError } from './metrics-error.ts';

/** A host with a thousand VMs says about 4 MB in ten seconds; what is longer is not what was asked for. */
const LONGEST_BYTES = 32 * 1024 * 1024;
const PATIENCE_MS = 20_000;

export type Dial = (to: ServerAddress, signal: AbortSignal) => Promise<TLSSocket>;

/** Asks one host for documents, over one connection that is kept. */
export interface HttpGetter {
  /** Throws MetricsError, or the signal's reason. Undefined for another host: it says who should be asked. */
  get(path: string, on: { readonly session: string; readonly signal: AbortSignal }): Promise<HttpAnswer>;
  close(): void;
}

export type HttpAnswer = { readonly is: 'document'; readonly text: string } | { readonly is: 'elsewhere'; readonly location: string };

export function createHttpGetter(setup: { readonly clock: Clock; readonly dial: Dial; readonly address: ServerAddress }): HttpGetter {
  const closing = new AbortController();
  const agent = agentOf(setup, closing.signal);

  async function ask(path: string, session: string, signal: AbortSignal): Promise<HttpAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    // In a cookie, because addresses are written into logs.
    const headers = { host: formatAddress(setup.address), cookie: `session_id=${session}`, accept: 'application/json' };
    const message = request({ agent, method: 'GET', path, headers });
    const giveUp = (): void => {
      reject(new MetricsError({ is: 'no-answer' }, signal.reason));
      message.destroy();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    message.on('error', (error) => reject(new MetricsError({ is: 'no-answer' }, error)));
    message.once('response', (response) => {
      read(response).then(resolve, reject);
    });
    message.end();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  return {
    async get(path, { session, signal }) {
      const late = new AbortController();
      const timer = setup.clock.after(PATIENCE_MS, () => late.abort());
      try {
        signal.throwIfAborted();
        return await ask(path, session, AbortSignal.any([signal, late.signal, closing.signal]));
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        timer.cancel();
      }
    },
    close() {
      closing.abort();
      agent.destroy();
    },
  };
}

function agentOf({ dial, address }: { readonly dial: Dial; readonly address: ServerAddress }, signal: AbortSignal): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = (_options, deliver) => {
    dial(address, signal).then(
      (socket) => deliver?.(null, socket),
      // The declared type wants a stream beside an error; Node itself passes none.
      (error: unknown) => (deliver as ((error: unknown) => void) | undefined)?.(error),
    );
    return undefined;
  };
  return agent;
}

async function read(response: IncomingMessage): Promise<HttpAnswer> {
  const { statusCode = 0, headers } = response;
  const text = await textOf(response);
  if (statusCode === 200) return { is: 'document', text };
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) return { is: 'elsewhere', location: headers.location };
  throw new MetricsError({ is: 'refused', status: statusCode });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response) {
      // Without an encoding set, a response gives bytes.
      const bytes = part as Uint8Array;
      size += bytes.length;
      if (size > LONGEST_BYTES) break;
      parts.push(bytes);
    }
  } catch (error) {
    throw new MetricsError({ is: 'no-answer' }, error);
  }
  if (size > LONGEST_BYTES) throw new MetricsError({ is: 'nonsense' });
  if (!response.complete) throw new MetricsError({ is: 'no-answer' });
  return Buffer.concat(parts).toString('utf8');
}
