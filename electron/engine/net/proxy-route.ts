import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { answerHead } from './answer-head.ts';
import { NetError } from './net-error.ts';
import type { Route } from './route.ts';

export interface Proxy {
  readonly address: ServerAddress;
  readonly login?: { readonly user: string; readonly password: string };
}

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
