import type { Duplex } from 'node:stream';
import { answerHead } from '#engine/net/answer-head.ts';
import { NetError, netErrorOf } from '#engine/net/net-error.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import { StreamStopped } from '#shared/contract/byte-stream.ts';
import { formatAddress, parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { hostAt } from '#shared/domain/connection/members.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';

/** A host that sends on to one that sends on again does not know who has it. */
const MOST_TURNS = 2;

export interface Exchange {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly session: string;
  /** Of a body that follows once the host has agreed to take it. */
  readonly lengthBytes?: number | undefined;
  readonly first: ServerAddress;
  readonly inventory: Inventory;
  readonly dial: (to: ServerAddress, signal: AbortSignal) => Promise<Duplex>;
  readonly signal: AbortSignal;
}

/** Asks a host, and whomever of the pool it sends on to; `work` gets the connection once the host has agreed. */
export async function exchange(asked: Exchange, work: (socket: Duplex) => Promise<void>): Promise<void> {
  let to = asked.first;
  for (let turn = 0; turn <= MOST_TURNS; turn += 1) {
    const next = await askOne(asked, to, work);
    if (next === undefined) return;
    to = next;
  }
  throw new NetError({ kind: 'unreachable', address: formatAddress(to), why: 'not-xapi' });
}

async function askOne(asked: Exchange, to: ServerAddress, work: (socket: Duplex) => Promise<void>): Promise<ServerAddress | undefined> {
  const { signal } = asked;
  const address = formatAddress(to);
  const socket = await asked.dial(to, signal);
  // Stays: how it broke is told by whoever reads.
  socket.on('error', () => undefined);
  const stop = (): void => void socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    socket.write(headOf(asked, address));
    const answer = await answerHead(socket);
    const elsewhere = placeIn(answer, asked.inventory);
    if (elsewhere !== undefined) return elsewhere;
    requireSuccess(answer, address);
    await work(socket);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof XapiError || error instanceof StreamStopped || error instanceof NetError ? error : netErrorOf(address, error);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** The session in a cookie, because addresses are written into logs. */
function headOf({ method, path, session, lengthBytes }: Exchange, host: string): string {
  const length = lengthBytes === undefined ? [] : [`Content-Length: ${lengthBytes}`];
  return [`${method} ${path} HTTP/1.0`, `Host: ${host}`, `Cookie: session_id=${session}`, ...length, '', ''].join('\r\n');
}

/** The session opens all of the pool, so nobody outside it is given one. */
function placeIn(answer: string, inventory: Inventory): ServerAddress | undefined {
  if (!/^HTTP\/1\.[01] 30[1278]\b/.test(answer)) return undefined;
  const said = /^location:\s*https?:\/\/([^/\s]+)/im.exec(answer)?.[1];
  const place = said === undefined ? undefined : parseAddress(said);
  if (place === undefined || hostAt(inventory, formatAddress(place)) === undefined) return undefined;
  return place;
}

function requireSuccess(answer: string, address: string): void {
  const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(answer)?.[1] ?? 0);
  if (status === 200) return;
  if (status === 0) throw new NetError({ kind: 'unreachable', address, why: 'not-xapi' });
  throw status === 403 ? new XapiError('RBAC_PERMISSION_DENIED', []) : new XapiError('INTERNAL_ERROR', [`HTTP ${status}`]);
}
