import { NetError } from '#engine/net/net-error.ts';
import type { Pools } from '#engine/pools/pools.ts';
import type { StreamHandlers } from '#engine/rpc/stream-dispatch.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Transfers } from '#engine/transfers/transfers.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';

/** What leaves a pool as bytes. */
export function transferCallHandlers(transfers: Transfers): HandlersOf<'transfer.result'> {
  return {
    'transfer.result': async ({ transfer }) => {
      const result = transfers.result(transfer);
      if (result === undefined) throw new PoolsError({ kind: 'gone' });
      return await Promise.resolve(result);
    },
  };
}

export function transferHandlers(pools: Pools, transfers: Transfers): Pick<StreamHandlers, 'pool.database' | 'vm.export' | 'vm.import'> {
  function liveSession(server: ServerId): Session {
    const session = pools.session(server);
    if (session !== undefined) return session;
    const address = pools.list().find(({ id }) => id === server)?.address ?? '';
    throw new NetError({ kind: 'unreachable', address, why: 'closed' });
  }

  return {
    'vm.export': transfers.exportVm,
    'vm.import': transfers.importVm,
    'pool.database': async ({ server }, { stream, signal }) => {
      await liveSession(server).download('/pool/xmldbdump', { write: async (bytes) => await stream.write(bytes), signal });
    },
  };
}
