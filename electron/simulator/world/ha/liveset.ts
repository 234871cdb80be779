import { entry, flag, list } from '../fields.ts';
import { bootMachine, losePower } from '../machine.ts';
import { createMessage } from '../messages.ts';
import { change } from '../rows.ts';
import type { Row } from '../value.ts';
import type { PoolState, SimHost, World } from '../world.ts';
import { isLiveRow } from '../operations/host-rules.ts';
import { isAnswering } from '../reach.ts';
import { failOver } from './fail-over.ts';

const LOOK_PERIOD_MS = 5_000;
const DEFAULT_TIMEOUT_SECONDS = 60;
const HOST_WAS_FENCED_PRIORITY = 4;

interface Membership {
  /** Hosts that heartbeat, or did until less than the timeout ago. */
  readonly inside: Set<SimHost>;
  readonly lostSinceMs: Map<SimHost, number>;
  readonly fenced: Set<SimHost>;
}

/**
 * Pools with HA on keep a set of hosts that see each other and the statefile. A host that drops out is reset by its own
 * watchdog; once the timeout is over the others act on its loss.
 */
export function beginHighAvailability(world: World): void {
  const memberships = new Map<PoolState, Membership>();
  world.clock.every(LOOK_PERIOD_MS, () => {
    for (const pool of world.pools) {
      if (!isArmed(pool)) memberships.delete(pool);
      else look(world, pool, membershipOf(world, memberships, pool));
    }
  });
}

function membershipOf(world: World, memberships: Map<PoolState, Membership>, pool: PoolState): Membership {
  const known = memberships.get(pool) ?? { inside: new Set(believedAlive(world, pool)), lostSinceMs: new Map(), fenced: new Set() };
  memberships.set(pool, known);
  return known;
}

/** A host lost before anybody looked was a member all the same. */
function believedAlive(world: World, pool: PoolState): SimHost[] {
  return world.hosts.filter((host) => {
    const row = pool.database.find('host', host.ref);
    return host.pool === pool && row !== undefined && isLiveRow(pool, row);
  });
}

function look(world: World, pool: PoolState, membership: Membership): void {
  const hosts = world.hosts.filter((host) => host.pool === pool);
  const alive = survivors(hosts);
  for (const host of hosts) {
    if (alive.has(host)) welcome(world, pool, { host, membership });
    else if (membership.inside.has(host)) miss(world, pool, { host, membership });
  }
  tellPeers(pool, membership);
}

/** Every member writes down whom it hears, itself too; what a lost one wrote stays. */
function tellPeers(pool: PoolState, { inside }: Membership): void {
  const peers = [...inside].map(({ uuid }) => uuid).toSorted();
  for (const { ref } of inside) {
    const row = pool.database.find('host', ref);
    const known = list(row ?? {}, 'ha_network_peers').toSorted();
    if (row !== undefined && known.join() !== peers.join()) change(pool, 'host', ref, { ha_network_peers: peers });
  }
}

interface Member {
  readonly host: SimHost;
  readonly membership: Membership;
}

/** Heartbeats do not need the toolstack, but joining does. */
function welcome(world: World, pool: PoolState, { host, membership }: Member): void {
  membership.lostSinceMs.delete(host);
  if (membership.inside.has(host) || !isAnswering(host)) return;
  membership.inside.add(host);
  if (!membership.fenced.delete(host)) return;
  createMessage(world, pool, {
    name: 'HA_HOST_WAS_FENCED',
    priority: HOST_WAS_FENCED_PRIORITY,
    cls: 'Host',
    objectUuid: host.uuid,
    body: `Server '${host.name}' was fenced and has restarted`,
  });
}

function miss(world: World, pool: PoolState, { host, membership }: Member): void {
  const now = world.clock.now();
  const since = membership.lostSinceMs.get(host) ?? now;
  membership.lostSinceMs.set(host, since);
  if (now - since < timeoutMs(pool)) return;
  membership.inside.delete(host);
  membership.lostSinceMs.delete(host);
  membership.fenced.add(host);
  if (host.power === 'on') {
    losePower(host);
    bootMachine(world, host);
  }
  failOver(world, pool, { lost: host, survivors: [...membership.inside].filter((other) => other.power === 'on') });
}

/**
 * Who stays: the hosts that reach each other and the statefile. If nobody reaches the statefile the network decides
 * alone; if nobody reaches anybody, the lowest uuid.
 */
export function survivors(hosts: readonly SimHost[]): ReadonlySet<SimHost> {
  const powered = hosts.filter((host) => host.power === 'on').toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1));
  const connected = powered.filter((host) => host.cables.management === 'plugged');
  const group = connected.length > 0 ? connected : powered.slice(0, 1);
  const withStatefile = group.filter((host) => host.cables.storage === 'plugged');
  return new Set(withStatefile.length > 0 ? withStatefile : group);
}

function poolRow(pool: PoolState): Row {
  const [self] = pool.database.refs('pool');
  return self === undefined ? {} : pool.database.get('pool', self);
}

function isArmed(pool: PoolState): boolean {
  return flag(poolRow(pool), 'ha_enabled');
}

function timeoutMs(pool: PoolState): number {
  const seconds = entry(poolRow(pool), 'ha_configuration', 'timeout') ?? entry(poolRow(pool), 'other_config', 'default_ha_timeout');
  return Number(seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000;
}
