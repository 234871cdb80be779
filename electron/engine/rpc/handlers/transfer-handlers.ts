import { NetError } from '#engine/net/net-error.ts';
import type { Pools } from '#engine/pools/pools.ts';
import type { StreamHandlers } from '#engine/rpc/stream-dispatch.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';

/** What leaves a pool as bytes. */
export function transferHandlers(pools: Pools): Pick<StreamHandlers, 'pool.database'> {
  function liveSession(server: ServerId): Session {
    const session = pools.session(server);
    if (session !== undefined) return session;
    const address = pools.list().find(({ id }) => id === server)?.address ?? '';
    throw new NetError({ kind: 'unreachable', address, why: 'closed' });
  }

  return {
    'pool.database': async ({ server }, { stream, signal }) => {
      await liveSession(server).download('/pool/xmldbdump', { write: async (bytes) => await stream.write(bytes), signal });
    },
  };
}
