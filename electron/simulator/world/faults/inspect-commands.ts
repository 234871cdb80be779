import type { Row, Value } from '#simulator/world/value.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import type { FaultCommand, Told } from './command.ts';
import { FaultError } from './command.ts';
import { numberIn, poolIn, poolName } from './look-up.ts';

/** Looking at the world and moving its clock. */
export const inspectCommands: readonly FaultCommand[] = [
  {
    name: 'hosts',
    parameters: [],
    description: 'Lists every host with its state, cables and link',
    run: (world) => world.hosts.map((host) => hostState(host)),
  },
  {
    name: 'pools',
    parameters: [],
    description: 'Lists every pool with its master and how many objects it has',
    run: (world) => world.pools.map(poolState),
  },
  {
    name: 'time',
    parameters: [],
    description: "Tells the world's time",
    run: (world) => timeOf(world),
  },
  {
    name: 'advance',
    parameters: [{ name: 'milliseconds', kind: 'number' }],
    description: "Moves the world's clock forward, whatever real time does",
    run(world, values) {
      const ms = numberIn(values, 'milliseconds');
      if (ms < 0) throw new FaultError('time does not go back');
      world.clock.advance(ms);
      return timeOf(world);
    },
  },
  {
    name: 'dump',
    parameters: [
      { name: 'pool', kind: 'pool', isOptional: true },
      { name: 'class', kind: 'text', isOptional: true },
    ],
    description: "Writes out a pool's records, or those of one class",
    run: (world, values) => dump(poolIn(world, values), values['class']),
  },
];

const timeOf = (world: World): Told => new Date(world.clock.now()).toISOString();

function hostState(host: SimHost): Told {
  return {
    name: host.name,
    uuid: host.uuid,
    address: host.address,
    pool: poolName(host.pool),
    master: host.role.is === 'master',
    power: host.power,
    toolstack: host.toolstack.is,
    cables: { ...host.cables },
    link: { mode: host.link.mode, latencyMs: host.link.latencyMs, bytesPerSecond: host.link.bytesPerSecond ?? null },
    clockSkewMs: host.clockSkewMs,
  };
}

function poolState(pool: PoolState): Told {
  const objects = [...pool.database.tables.values()].reduce((total, table) => total + table.rows.size, 0);
  return { name: poolName(pool), master: pool.master.name, profile: pool.profile, objects, generation: pool.database.generation() };
}

function dump(pool: PoolState, wanted: string | undefined): Told {
  const tables = [...pool.database.tables].filter(([name, { rows }]) =>
    wanted === undefined ? rows.size > 0 : name.toLowerCase() === wanted.toLowerCase(),
  );
  if (wanted !== undefined && tables.length === 0) throw new FaultError(`no class ${wanted}`);
  return Object.fromEntries(tables.map(([name, { rows }]) => [name, Object.fromEntries([...rows].map(([ref, { row }]) => [ref, plainRow(row)]))]));
}

function plainRow(row: Row): Told {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, plain(value)]));
}

/** JSON has no integers beyond 2^53: those are written as text. */
function plain(value: Value): Told {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return value;
  return isList(value) ? value.map(plain) : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
