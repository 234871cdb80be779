import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { formatAddress, parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { NetError } from './net-error.ts';
import { whenReady } from './when-ready.ts';

/**
 * A way through the network: opens a byte stream to an address. Ways are built upon each other, so a proxy
 * reached over a jump host is a proxy route whose `via` is the jump.
 */
export interface Route {
  /** Throws NetError or a socket's own error; an aborted signal leaves nothing open. */
  open(to: ServerAddress, signal: AbortSignal, resolved?: Resolved): Promise<Duplex>;
}

/** Told when the first machine on the way has a number, and is being called. */
export type Resolved = () => void;

/** Straight over TCP; a name's addresses of both families are tried. */
export const directRoute: Route = {
  async open({ host, port }, signal, resolved = () => undefined) {
    signal.throwIfAborted();
    const socket = connect({ host, port, noDelay: true, keepAlive: true, autoSelectFamily: true });
    // What is a number already is never looked up.
    if (isIP(host) === 0) socket.once('lookup', (error: Error | null) => error === null && resolved());
    else resolved();
    return await whenReady(socket, 'connect', signal);
  },
};

/** Leads somewhere else for addresses that exist only inside this app; such a host has the doors of the map and no others. */
export function mappedRoute(leads: ReadonlyMap<string, ServerAddress>, via: Route): Route {
  const hosts = new Set([...leads.keys()].map((address) => parseAddress(address)?.host));
  return {
    async open(to, signal, resolved) {
      const address = formatAddress(to);
      const target = leads.get(address);
      if (target === undefined && hosts.has(to.host)) throw new NetError({ kind: 'unreachable', address, why: 'refused' });
      return await via.open(target ?? to, signal, resolved);
    },
  };
}
