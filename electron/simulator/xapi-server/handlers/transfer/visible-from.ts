import { flag, list, ref } from '#simulator/world/fields.ts';
import { isLiveRow } from '#simulator/world/operations/host-rules.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';

function pluggedRepositories(pool: PoolState, host: Ref): ReadonlySet<Ref> {
  const { database } = pool;
  const plugged = list(database.find('host', host) ?? {}, 'PBDs')
    .map((pbd) => database.find('PBD', pbd) ?? {})
    .filter((pbd) => flag(pbd, 'currently_attached'));
  return new Set(plugged.flatMap((pbd) => ref(pbd, 'SR') ?? []));
}

/** A host that can reach all of these repositories: the asked one if it can, else the first that lives. */
export function hostSeeing(world: World, asked: SimHost, srs: readonly Ref[]): SimHost | undefined {
  const { pool } = asked;
  const sees = (host: SimHost): boolean => srs.every((sr) => pluggedRepositories(pool, host.ref).has(sr));
  if (sees(asked)) return asked;
  return world.hosts.find((host) => host.pool === pool && isLiveRow(pool, pool.database.find('host', host.ref) ?? {}) && sees(host));
}
