import { text } from '#simulator/world/fields.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import { FaultError, type FaultValues } from './command.ts';

/** By name, address or uuid. */
export function hostIn(world: World, values: FaultValues): SimHost {
  const wanted = values['host'] ?? '';
  const found = world.hosts.find((host) => [host.name, host.address, host.uuid].includes(wanted));
  if (found === undefined) throw new FaultError(`no host ${wanted}; there are ${world.hosts.map((host) => host.name).join(', ')}`);
  return found;
}

/** By name, by uuid, or by one of its hosts; the only pool needs no name. */
export function poolIn(world: World, values: FaultValues): PoolState {
  const wanted = values['pool'];
  const [only] = world.pools;
  if (wanted === undefined) {
    if (only === undefined || world.pools.length > 1) throw new FaultError(`which pool? There are ${world.pools.map(poolName).join(', ')}`);
    return only;
  }
  const found = world.pools.find((pool) => poolName(pool) === wanted || text(poolRow(pool), 'uuid') === wanted);
  const byHost = world.hosts.find((host) => host.name === wanted)?.pool;
  const pool = found ?? byHost;
  if (pool === undefined) throw new FaultError(`no pool ${wanted}; there are ${world.pools.map(poolName).join(', ')}`);
  return pool;
}

/** A single host never was given a pool name: its own stands in. */
export function poolName(pool: PoolState): string {
  const name = text(poolRow(pool), 'name_label');
  return name === '' ? pool.master.name : name;
}

function poolRow(pool: PoolState): Row {
  const [ref] = pool.database.refs('pool');
  return ref === undefined ? {} : pool.database.get('pool', ref);
}

/** A row by its name or uuid. */
export function rowNamed(pool: PoolState, table: string, wanted: string): Ref {
  const byUuid = pool.database.refByUuid(table, wanted);
  if (byUuid !== undefined) return byUuid;
  const named = pool.database.refs(table).filter((ref) => text(pool.database.get(table, ref), 'name_label') === wanted);
  const [first] = named;
  if (first === undefined || named.length > 1) throw new FaultError(`${named.length === 0 ? 'no' : 'more than one'} ${table} ${wanted}`);
  return first;
}

export function numberIn(values: FaultValues, name: string): number {
  const value = Number(values[name]);
  if (values[name] === undefined || values[name] === '' || !Number.isFinite(value)) throw new FaultError(`${name} must be a number`);
  return value;
}
