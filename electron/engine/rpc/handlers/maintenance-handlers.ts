import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Pools } from '#engine/pools/pools.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';

const SILENCE_MS = 60_000;

export function maintenanceHandlers(pools: Pools): HandlersOf<'maintenance.look'> {
  return {
    'maintenance.look': async ({ server, host }, signal) => {
      const session = pools.session(server);
      if (session === undefined) throw new PoolsError({ kind: 'gone' });
      const answer = await session.call('host.get_vms_which_prevent_evacuation', [host], { signal, timeoutMs: SILENCE_MS });
      const entries = typeof answer === 'object' && answer !== null ? Object.entries(answer) : [];
      return {
        blocked: entries.map(([vm, reason]: [string, unknown]) => {
          const [code = 'INTERNAL_ERROR', ...parameters] = Array.isArray(reason) ? reason.map(String) : [];
          return { vm, code, parameters };
        }),
      };
    },
  };
}
