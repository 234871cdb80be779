import { flag, list, text } from '#simulator/world/fields.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';

/** What a pool says of its hosts beside what has become of their machines, in one line each. */
export function hostStates(pool: PoolState): readonly string[] {
  const { database } = pool;
  return database
    .refs('host')
    .map((ref) => database.get('host', ref))
    .map((row) => {
      const isLive = flag(database.get('host_metrics', text(row, 'metrics')), 'live');
      const vms = list(row, 'resident_VMs').filter((vm) => !flag(database.get('VM', vm), 'is_control_domain'));
      return `${text(row, 'name_label')}: ${isLive ? 'live' : 'dark'}, ${flag(row, 'enabled') ? 'enabled' : 'disabled'}, ${vms.length} VMs`;
    })
    .toSorted();
}

export function machineStates(world: World): readonly string[] {
  return world.hosts.map(({ name, role, power, toolstack }) => `${name}: ${role.is}, ${power}, ${toolstack.is}`).toSorted();
}

export function onlyPool(world: World): PoolState {
  const [pool] = world.pools;
  if (pool === undefined || world.pools.length > 1) throw new Error(`expected one pool, there are ${world.pools.length}`);
  return pool;
}

export function hostOf(world: World, name: string): SimHost {
  const host = world.hosts.find((candidate) => candidate.name === name);
  if (host === undefined) throw new Error(`no host ${name}`);
  return host;
}

export function messageNames(pool: PoolState): readonly string[] {
  return [...pool.messages.stored.values()].map(({ record }) => String(record['name']));
}
