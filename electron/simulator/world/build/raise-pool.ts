import type { Model } from '#shared/xapi/model.ts';
import type { Database } from '#simulator/world/database.ts';
import type { DatabaseOrigin } from '#simulator/world/database-file.ts';
import { freshDom0 } from '#simulator/world/dom0/dom0.ts';
import { entry, text } from '#simulator/world/fields.ts';
import { isLiveRow } from '#simulator/world/operations/host-rules.ts';
import { healthyLink } from '#simulator/world/link.ts';
import { raiseArrays } from '#simulator/world/storage/from-records.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { Account, PoolState, SimHost, World } from '#simulator/world/world.ts';

export interface PoolSetup {
  readonly profile: string;
  readonly model: Model;
  readonly database: Database;
  readonly masterRef: Ref;
  readonly accounts: readonly Account[];
  /** The hosts that have a machine in this pool: all of them, unless another pool claims the others. */
  readonly machines?: readonly Ref[];
  /** What the file it was read from needs to be written again. */
  readonly origin?: DatabaseOrigin;
}

/** Puts a machine under every host of a database, whether that was built here or read from a file. */
export function raisePool(world: World, setup: PoolSetup): PoolState {
  const pool = newPool(setup);
  const masterAddress = text(setup.database.get('host', setup.masterRef), 'address');
  const hosts = (setup.machines ?? setup.database.refs('host')).map((ref) => {
    const role: SimHost['role'] = ref === setup.masterRef ? { is: 'master' } : { is: 'slave', masterAddress };
    const row = setup.database.get('host', ref);
    // What a file says of a dead host is true of its machine: it stays dead until somebody starts it.
    const isLive = role.is === 'master' || isLiveRow(pool, row);
    return newHost(world, pool, {
      ref,
      row,
      role,
      power: isLive ? 'on' : 'off',
      lastHeartbeatMs: isLive ? world.clock.now() : Number.NEGATIVE_INFINITY,
    });
  });
  for (const host of hosts.toSorted(masterFirst)) {
    if (host.role.is === 'master') pool.master = host;
    world.hosts.push(host);
  }
  world.pools.push(pool);
  raiseArrays(world, pool);
  return pool;
}

/** As people list them: references are in no order anyone knows. */
function masterFirst(a: SimHost, b: SimHost): number {
  if (a.role.is !== b.role.is) return a.role.is === 'master' ? -1 : 1;
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

function newPool(setup: PoolSetup): PoolState {
  let master: SimHost | undefined;
  return {
    profile: setup.profile,
    model: setup.model,
    database: setup.database,
    accounts: [...setup.accounts],
    sessions: new Map(),
    messages: { stored: new Map(), deleted: [] },
    guests: new Map(),
    running: new Map(),
    taskOwners: new Map(),
    interferences: new Set(),
    ...(setup.origin === undefined ? {} : { origin: setup.origin }),
    // Pool and machines name each other, so one of them exists for a moment without the other.
    get master() {
      if (master === undefined) throw new RangeError('the pool has no master yet');
      return master;
    },
    set master(next) {
      master = next;
    },
  };
}

interface NewHost {
  readonly ref: Ref;
  readonly row: Row;
  readonly role: SimHost['role'];
  readonly power: SimHost['power'];
  readonly lastHeartbeatMs: number;
}

function newHost(world: World, pool: PoolState, facts: NewHost): SimHost {
  return {
    name: text(facts.row, 'name_label'),
    uuid: text(facts.row, 'uuid'),
    address: text(facts.row, 'address'),
    ref: facts.ref,
    pool,
    power: facts.power,
    toolstack: { is: facts.power === 'on' ? 'running' : 'stopped' },
    role: facts.role,
    cables: { management: 'plugged', storage: 'plugged' },
    link: healthyLink(),
    clockSkewMs: 0,
    certificateGeneration: 0,
    fullDisks: new Set(),
    dom0: freshDom0(world.clock, { bootedMs: startOf(world, facts.row, 'boot_time'), xapiStartedMs: startOf(world, facts.row, 'agent_start_time') }),
    lastDomainId: 0,
    lastHeartbeatMs: facts.lastHeartbeatMs,
    life: 0,
    enablesItself: true,
    localSessions: new Map(),
  };
}

const UP_FOR_MS = 40 * 24 * 3_600_000;

/** As the records say in seconds; one that does not say has been up for a while. */
function startOf(world: World, row: Row, key: 'boot_time' | 'agent_start_time'): number {
  const seconds = Number(entry(row, 'other_config', key));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : world.clock.now() - UP_FOR_MS;
}
