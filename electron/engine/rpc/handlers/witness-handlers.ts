import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Publisher } from '#engine/rpc/publisher.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';

export function witnessHandlers(pools: Pools, publisher: Publisher): HandlersOf<'pool.witnesses' | 'host.probe'> {
  function hostOf(server: ServerId, wanted: string): HostRef {
    for (const host of pools.inventory(server).host.keys()) if (host === wanted) return host;
    throw new PoolsError({ kind: 'gone' });
  }

  return {
    'pool.witnesses': async ({ server }, signal) => {
      const all = await pools.witnesses(server).all(signal);
      return {
        sequence: publisher.sequences().witnesses,
        hosts: Object.fromEntries([...all].map(([host, witnesses]) => [host, plainWitnesses(witnesses)])),
      };
    },
    'host.probe': async ({ server, host }) => plainWitnesses(await pools.witnesses(server).ask(hostOf(server, host))),
  };
}

/** As the table writes it, whose lists are not read-only. */
export function plainWitnesses({ pool, probe, shell }: HostWitnesses): Output<'host.probe'> {
  const own = shell === undefined ? {} : { shell };
  if (probe === undefined) return { pool, ...own };
  const { toolstack } = probe;
  return {
    pool,
    ...own,
    probe: { ...probe, toolstack: toolstack.is === 'refuses' ? { ...toolstack, parameters: [...toolstack.parameters] } : toolstack },
  };
}
