import { NetError } from '#engine/net/net-error.ts';
import type { Route } from '#engine/net/route.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Investigations } from './investigations.ts';

/** Where a host listens for others it listens for itself. */
const ITSELF = '127.0.0.1';

/** By the shell of a host that an investigation has reached; undefined where none has. */
export function wayToHost(investigations: Investigations, server: ServerId, host: HostRef): Route | undefined {
  const connection = connectionTo(investigations, server, host);
  return connection === undefined
    ? undefined
    : {
        async open({ port }, signal, resolved) {
          resolved?.();
          try {
            return await connection.openTcp({ host: ITSELF, port }, signal);
          } catch (error) {
            signal.throwIfAborted();
            throw new NetError({ kind: 'unreachable', address: ITSELF, why: 'refused' }, error);
          }
        },
      };
}

function connectionTo(investigations: Investigations, server: ServerId, host: HostRef) {
  try {
    return investigations.of(server, host).connection();
  } catch (error) {
    if (error instanceof PoolsError) return undefined;
    throw error;
  }
}
