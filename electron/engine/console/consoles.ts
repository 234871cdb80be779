import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { answerHead } from '#engine/net/answer-head.ts';
import { NetError, netErrorOf } from '#engine/net/net-error.ts';
import type { Route } from '#engine/net/route.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import { formatAddress } from '#shared/domain/address/address.ts';
import { addressOf, hostAt } from '#shared/domain/connection/members.ts';
import { type ConsolePlace, consolePlace } from '#shared/domain/console/location.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { ConsoleError } from './console-error.ts';

/** Screens and text consoles of VMs, each as long as its stream. */
export interface Consoles {
  /** Done when the host has ended it; throws NetError, PoolsError or ConsoleError. */
  run(input: StreamInput<'vm.console'>, on: { readonly stream: ByteStream; readonly signal: AbortSignal }): Promise<void>;
}

export interface ConsolesSetup {
  readonly pools: Pick<Pools, 'inventory' | 'session' | 'dial' | 'dialBy' | 'list'>;
  /** The way to a host that somebody has reached otherwise, where there is one. */
  readonly wayTo: (server: ServerId, host: HostRef) => Route | undefined;
}

interface Place extends ConsolePlace {
  readonly host: HostRef;
}

export function createConsoles(setup: ConsolesSetup): Consoles {
  const { pools } = setup;

  async function dial(server: ServerId, { address, host }: Place, signal: AbortSignal): Promise<Duplex> {
    const way = setup.wayTo(server, host);
    const straight = async (): Promise<Duplex> => await pools.dial(server)(address, signal);
    if (way === undefined) return await straight();
    const around = async (): Promise<Duplex> => await pools.dialBy(server, way)(address, signal);
    // Of a host its pool has lost, the way somebody has found is the likelier one.
    const [first, second] = isHostLive(pools.inventory(server), host) ? [straight, around] : [around, straight];
    try {
      return await first();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NetError && error.reason.kind === 'untrusted-certificate') throw error;
      return await second();
    }
  }

  function sessionOf(server: ServerId): string {
    const session = pools.session(server);
    if (session !== undefined) return session.ref;
    const address = pools.list().find(({ id }) => id === server)?.address ?? '';
    throw new NetError({ kind: 'unreachable', address, why: 'closed' });
  }

  return {
    async run({ server, console: ref }, { stream, signal }) {
      const place = placeOf(pools.inventory(server), ref);
      const session = sessionOf(server);
      const socket = await dial(server, place, signal);
      // Stays: how it broke is told by whoever reads.
      socket.on('error', () => undefined);
      const stop = (): void => void socket.destroy();
      signal.addEventListener('abort', stop, { once: true });
      const address = formatAddress(place.address);
      try {
        // In a cookie, because addresses are written into logs.
        socket.write(`CONNECT ${place.path} HTTP/1.0\r\nCookie: session_id=${session}\r\n\r\n`);
        requireSuccess(await answerHead(socket), address);
        // How the stream ends is told by what is shown.
        typed(stream, socket).catch(() => undefined);
        await shown(socket, stream);
      } catch (error) {
        signal.throwIfAborted();
        throw isOurs(error) ? error : netErrorOf(address, error);
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
    },
  };
}

function isOurs(error: unknown): boolean {
  return error instanceof ConsoleError || (error instanceof Error && error.name === 'StreamStopped');
}

/** Where its record says, if that is a host of the pool: the session opens all of it, so nobody outside is given one. */
function placeOf(inventory: Inventory, ref: RefOf<'console'>): Place {
  const record = inventory.console.get(ref);
  if (record === undefined) throw new PoolsError({ kind: 'gone' });
  const said = consolePlace(record.location);
  const host = said === undefined ? undefined : hostAt(inventory, formatAddress(said.address));
  if (said !== undefined && host !== undefined) return { ...said, host };
  return { ...homePlace(inventory, record), path: said?.path ?? `/console?ref=${ref}` };
}

/** Where its VM runs. */
function homePlace(inventory: Inventory, { vm }: RecordOf<'console'>): Pick<Place, 'address' | 'host'> {
  const host = vm === null ? undefined : (inventory.vm.get(vm)?.residentOn ?? undefined);
  const address = host === undefined ? undefined : addressOf(inventory, host);
  if (host === undefined || address === undefined) throw new PoolsError({ kind: 'gone' });
  return { address, host };
}

function requireSuccess(head: string, address: string): void {
  const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1] ?? 0);
  if (status === 200) return;
  if (status === 0) throw new NetError({ kind: 'unreachable', address, why: 'not-xapi' });
  throw new ConsoleError(status);
}

async function shown(socket: Duplex, stream: ByteStream): Promise<void> {
  // Without an encoding set, a socket gives bytes.
  for await (const part of socket) await stream.write(part as Uint8Array);
}

async function typed(stream: ByteStream, socket: Duplex): Promise<void> {
  for await (const part of stream.incoming) {
    if (!socket.writable) return;
    if (!socket.write(part)) await once(socket, 'drain');
  }
  socket.end();
}
