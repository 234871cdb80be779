import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { readJoinSide } from '#engine/pools/read-join-side.ts';
import type { Clock } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';

export function joiningHandlers(pools: Pools, clock: Clock): HandlersOf<'joining.look'> {
  return {
    'joining.look': async ({ server }, signal) => {
      const session = pools.session(server);
      if (session === undefined) throw new PoolsError({ kind: 'gone' });
      return { side: await readJoinSide({ session, inventory: pools.inventory(server), access: pools.access(server), clock, signal }) };
    },
  };
}
