import type { Duplex } from 'node:stream';
import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { NetError } from './net-error.ts';
import type { Route } from './route.ts';

export interface Proxy {
  readonly address: ServerAddress;
  readonly login?: { readonly user: string; readonly password: string };
}

/** A proxy that answers with more than this before the empty line speaks something else. */
const LONGEST_ANSWER = 16_384;

/** Through an HTTP proxy: CONNECT, and then the stream is the server's. */
export function proxyRoute(proxy: Proxy, via: Route): Route {
  return {
    async open(to, signal, resolved) {
      const stream = await via.open(proxy.address, signal, resolved);
      const abandon = (): void => void stream.destroy();
      signal.addEventListener('abort', abandon, { once: true });
      try {
        stream.write(connectRequest(proxy, to));
        requireSuccess(proxy, to, await answerHead(stream));
        return stream;
      } catch (error) {
        stream.destroy();
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', abandon);
      }
    },
  };
}

function connectRequest({ login }: Proxy, { host, port }: ServerAddress): string {
  // A proxy always wants the port, the usual one too.
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`];
  if (login !== undefined) lines.push(`Proxy-Authorization: Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function requireSuccess(proxy: Proxy, to: ServerAddress, head: string): void {
  const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1] ?? 0);
  if (status >= 200 && status < 300) return;
  throw new NetError({ kind: 'proxy', proxy: formatAddress(proxy.address), address: formatAddress(to), status });
}

/** Reads up to the empty line; what follows belongs to the server and goes back. */
async function answerHead(stream: Duplex): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let read = Buffer.alloc(0);
  const take = (): void => {
    for (let part: unknown = stream.read(); Buffer.isBuffer(part); part = stream.read()) {
      read = Buffer.concat([read, part]);
      const end = read.indexOf('\r\n\r\n');
      if (end < 0 && read.length < LONGEST_ANSWER) continue;
      const headLength = end < 0 ? read.length : end + 4;
      if (read.length > headLength) stream.unshift(read.subarray(headLength));
      resolve(read.toString('latin1', 0, headLength));
      return;
    }
  };
  const closed = (): void => reject(Object.assign(new Error('the proxy closed the connection'), { code: 'ECONNRESET' }));
  stream.on('readable', take);
  stream.once('error', reject);
  stream.once('close', closed);
  stream.once('end', closed);
  try {
    return await promise;
  } finally {
    stream.off('readable', take);
    stream.off('error', reject);
    stream.off('close', closed);
    stream.off('end', closed);
  }
}
