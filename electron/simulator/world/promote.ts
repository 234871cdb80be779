import { createDatabase, type Database } from './database.ts';
import { text } from './fields.ts';
import { setLive } from './liveness.ts';
import { createMessage } from './messages.ts';
import { relationsOf } from './relations.ts';
import { VOLATILE_TABLES } from './schema.ts';
import { restartToolstack } from './toolstack.ts';
import type { PoolState, SimHost, World } from './world.ts';

const TRANSITION_PRIORITY = 4;

/**
 * A slave takes over with its own copy of the database. If the old master still lives somewhere it goes on
 * with the old one: from then on there are two pools that both believe to be the only one.
 */
export function promote(world: World, host: SimHost): void {
  const pool = forkFor(host, copyOf(host.pool));
  world.pools.push(pool);
  host.pool = pool;
  host.role = { is: 'master' };
  host.dom0.poolConf = undefined;
  for (const self of pool.database.refs('pool')) pool.database.set('pool', self, { master: host.ref });
  restartToolstack(world, host);
  createMessage(world, pool, {
    name: 'POOL_MASTER_TRANSITION',
    priority: TRANSITION_PRIORITY,
    cls: 'Host',
    objectUuid: host.uuid,
    body: `The pool coordinator is now ${text(pool.database.get('host', host.ref), 'name_label')}`,
  });
  // Members it never hears from again are given up like any silent host.
  world.clock.after(world.liveness.assumedDeadMs, () => giveUpStrangers(world, pool));
}

/** The pool as it goes on under another master, with what that one knows. */
export function forkFor(host: SimHost, database: Database): PoolState {
  const { pool } = host;
  const { eventQueue: _queue, ...kept } = pool;
  return {
    ...kept,
    database,
    accounts: [...pool.accounts],
    sessions: new Map(),
    messages: { stored: new Map(pool.messages.stored), deleted: [...pool.messages.deleted] },
    guests: new Map(pool.guests),
    running: new Map(),
    taskOwners: new Map(),
    interferences: new Set(),
    master: host,
  };
}

function copyOf({ database, model }: PoolState): Database {
  const contents = [...database.tables].flatMap(([table, { rows }]) =>
    VOLATILE_TABLES.has(table) ? [] : [...rows.values()].map(({ ref, row, created, modified }) => ({ table, ref, row, created, modified })),
  );
  return createDatabase({ tables: [...database.tables.keys()], relations: relationsOf(model), generation: database.generation(), contents });
}

function giveUpStrangers(world: World, pool: PoolState): void {
  for (const ref of pool.database.refs('host')) {
    const isMember = world.hosts.some((host) => host.ref === ref && host.pool === pool);
    if (!isMember) setLive(pool, { ref }, false);
  }
}

/** The toolstack starts anew as a slave of whoever answers at that address, or in vain. */
export function resetMaster(world: World, host: SimHost, address: string): void {
  const master = world.hosts.find((other) => other !== host && other.role.is === 'master' && isAt(other, address));
  if (master !== undefined) host.pool = master.pool;
  host.role = { is: 'slave', masterAddress: master?.address ?? address };
  host.dom0.poolConf = undefined;
  restartToolstack(world, host);
}

function isAt(host: SimHost, address: string): boolean {
  return host.address === address || text(host.pool.database.find('host', host.ref) ?? {}, 'hostname') === address;
}

/** Hosts of the pool that are up but follow somebody else. */
export function strays(world: World, pool: PoolState): readonly SimHost[] {
  const known = new Set(pool.database.refs('host').map((ref) => text(pool.database.get('host', ref), 'uuid')));
  return world.hosts.filter((host) => host.pool !== pool && known.has(host.uuid) && host.role.is === 'slave');
}
