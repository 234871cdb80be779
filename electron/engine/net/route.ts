import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { formatAddress, parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import type { AddressRoute } from '#engine/ports.ts';
import { NetError } from './net-error.ts';
import { whenReady } from './when-ready.ts';

/**
 * A way through the network: opens a byte stream to an address. Ways are built upon each other, so a proxy
 * reached over a jump host is a proxy route whose `via` is the jump.
 */
export interface Route {
  /** Throws NetError or a socket's own error; an aborted signal leaves nothing open. */
  open(to: ServerAddress, signal: AbortSignal, resolved?: Resolved): Promise<Duplex>;
  /**
   * Where a plain TCP connection leads there; undefined where the bytes have to pass through something else, which is
   * what a way without this says of every address. Throws NetError like `open`.
   */
  straightTo?(to: ServerAddress, signal: AbortSignal): Promise<ServerAddress | undefined>;
}

/** Told when the first machine on the way has a number, and is being called. */
export type Resolved = () => void;

/** Straight over TCP; a name's addresses of both families are tried. */
export const directRoute: Route = {
  async open({ host, port }, signal, resolved = () => undefined) {
    signal.throwIfAborted();
    const socket = connect({ host, port, noDelay: true, keepAlive: true, autoSelectFamily: true });
    whenResolved(socket, host, resolved);
    return await whenReady(socket, 'connect', signal);
  },
  straightTo: async (to) => await Promise.resolve(to),
};

export interface Lead {
  readonly address: ServerAddress;
  readonly meets?: AddressRoute['meets'];
}

/** Leads somewhere else for addresses that exist only inside this app; such a host has the doors of the map and no others. */
export function mappedRoute(leads: ReadonlyMap<string, Lead>, via: Route): Route {
  const hosts = new Set([...leads.keys()].map((address) => parseAddress(address)?.host));
  async function targetOf(to: ServerAddress, signal: AbortSignal): Promise<ServerAddress> {
    const address = formatAddress(to);
    const lead = leads.get(address);
    if (lead === undefined && hosts.has(to.host)) throw new NetError({ kind: 'unreachable', address, why: 'refused' });
    if (lead === undefined) return to;
    await assertAnswers(lead, address, signal);
    return lead.address;
  }
  return {
    open: async (to, signal, resolved) => await via.open(await targetOf(to, signal), signal, resolved),
    straightTo: async (to, signal) => await via.straightTo?.(await targetOf(to, signal), signal),
  };
}

async function assertAnswers({ meets }: Lead, address: string, signal: AbortSignal): Promise<void> {
  const met = meets?.();
  if (met === 'no-route') throw new NetError({ kind: 'unreachable', address, why: 'no-route' });
  if (met === 'silent') await untilAborted(signal);
}

/** As where packets vanish: nothing comes of it, until the caller has had enough. */
async function untilAborted(signal: AbortSignal): Promise<never> {
  return await new Promise<never>((_resolve, reject) => {
    // An abort without a reason of its own still has one: the platform's.
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** What is a number already is never looked up. */
export function whenResolved(socket: Socket, host: string, resolved: Resolved): void {
  if (isIP(host) === 0) socket.once('lookup', (error: Error | null) => error === null && resolved());
  else resolved();
}
