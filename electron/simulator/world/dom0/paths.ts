import { list, text } from '#simulator/world/fields.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';

/** Everything that could answer. */
type Machines = Pick<World, 'hosts'>;
import { isInSubnet, linkLocalOf } from './ip.ts';
import { type Family, familyOf, isLinked, type Leg, legsOf, managementLeg } from './legs.ts';

/** Where packets to an address end. */
export type Path =
  | { readonly is: 'host'; readonly host: SimHost; readonly leg: Leg }
  /** The administrator's computer, a router, a server: something answers that is no host of ours. */
  | { readonly is: 'thing' }
  /** Another machine has taken the address. */
  | { readonly is: 'impostor'; readonly host: SimHost; readonly mac: string }
  /** Nobody answers and nobody says so. */
  | { readonly is: 'silent' }
  /** Nobody answers in the own network, which the kernel says after three seconds. */
  | { readonly is: 'unreachable' }
  | { readonly is: 'no-route' };

/** The administrator's computer stands behind the routers of the management networks, and in others where it was put there. */
export type Origin = SimHost | 'outside';

/** How packets travel between two places, both ways: an answer that cannot come back is none. */
export function pathTo(world: Machines, from: Origin, address: string): Path {
  if (from === 'outside') return fromOutside(world, address);
  if (from.power !== 'on') return { is: 'no-route' };
  if (address.startsWith('fe80:')) return overLinkLocal(world, from, address);
  const legs = legsOf(from, familyOf(address));
  // What it says to itself needs no cable; whichever leg stands for it.
  const own = isLoopback(address) ? legs.find(({ ip }) => ip !== undefined) : legs.find(({ ip }) => ip === address);
  if (own !== undefined) return { is: 'host', host: from, leg: own };
  const direct = legs.find((leg) => leg.ip !== undefined && isInSubnet(address, { ip: leg.ip, prefix: leg.prefix }));
  if (direct !== undefined) return onSegment(world, from, direct, address);
  const routed = legs.find((leg) => leg.gateway !== undefined && leg.ip !== undefined);
  if (routed === undefined) return { is: 'no-route' };
  if (!isRouterReached(from, routed)) return { is: 'unreachable' };
  return throughRouters(world, routed.ip, address);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

function onSegment(world: Machines, from: SimHost, leg: Leg, address: string): Path {
  if (!isLinked(from, leg)) return { is: 'unreachable' };
  // A network has one reference in its pool, and keeps it in a pool that split off.
  const found = ownerOf(world, address, (_, other) => leg.network === other.network);
  if (found === undefined) return isThing(from.pool, address) ? { is: 'thing' } : { is: 'unreachable' };
  if (found.is === 'impostor') return found;
  if (!isLinked(found.host, found.leg) || found.host.power !== 'on') return { is: 'unreachable' };
  const back = leg.ip !== undefined && canAnswer(found.host, found.leg, leg.ip);
  return back ? found : { is: 'silent' };
}

function fromOutside(world: Machines, address: string): Path {
  const found = ownerOf(world, address, () => true);
  if (found === undefined) return { is: 'silent' };
  const { host } = found;
  const leg = found.is === 'host' ? found.leg : legsOf(host, familyOf(address)).find(({ isManagement }) => isManagement);
  if (leg === undefined) return { is: 'no-route' };
  const isBeside = leg.uplinks.some((device) => host.dom0.network.besideAdmin.has(device));
  return isBeside ? besideAdmin(found, leg) : behindRouters(found, leg);
}

function besideAdmin(found: Owner, leg: Leg): Path {
  return isLinked(found.host, leg) && found.host.power === 'on' ? found : { is: 'silent' };
}

function behindRouters(found: Owner, leg: Leg): Path {
  const { host } = found;
  if (routerOf(host.pool, leg) === undefined) return { is: 'no-route' };
  if (found.is === 'impostor') return found;
  if (host.power === 'off' || !isLinked(host, leg)) return { is: 'silent' };
  return isRouterReached(host, leg) && isDefaultRoute(host, leg) ? found : { is: 'silent' };
}

function throughRouters(world: Machines, source: string | undefined, address: string): Path {
  if (source === undefined) return { is: 'no-route' };
  const found = fromOutside(world, address);
  return found.is === 'no-route' ? { is: 'silent' } : found;
}

/** The router that everybody on this network uses, as most records say. */
function routerOf(pool: PoolState, leg: Leg): string | undefined {
  const { database } = pool;
  const pifs = list(database.find('network', leg.network) ?? {}, 'PIFs');
  const field = familyIn(leg) === 'IPv6' ? 'ipv6_gateway' : 'gateway';
  const named = Map.groupBy(
    pifs.map((pif) => text(database.find('PIF', pif) ?? {}, field)).filter((gateway) => gateway !== ''),
    (gateway) => gateway,
  );
  return [...named.values()].toSorted((a, b) => b.length - a.length)[0]?.[0];
}

function familyIn({ ip = '' }: Leg): Family {
  return familyOf(ip);
}

function isRouterReached(host: SimHost, leg: Leg): boolean {
  if (leg.ip === undefined || leg.gateway === undefined || !isLinked(host, leg)) return false;
  return leg.gateway === routerOf(host.pool, leg) && isInSubnet(leg.gateway, { ip: leg.ip, prefix: leg.prefix });
}

function isDefaultRoute(host: SimHost, leg: Leg): boolean {
  const routed = legsOf(host, familyIn(leg)).find((other) => other.gateway !== undefined && other.ip !== undefined);
  return routed?.bridge === leg.bridge;
}

function canAnswer(host: SimHost, leg: Leg, source: string): boolean {
  if (leg.ip !== undefined && isInSubnet(source, { ip: leg.ip, prefix: leg.prefix })) return true;
  const routed = legsOf(host, familyOf(source)).find((other) => other.gateway !== undefined && other.ip !== undefined);
  return routed !== undefined && isRouterReached(host, routed);
}

type Owner = Extract<Path, { is: 'host' | 'impostor' }>;

function ownerOf(world: Machines, address: string, isOn: (host: SimHost, leg: Leg) => boolean): Owner | undefined {
  for (const host of world.hosts) {
    const mac = host.dom0.network.duplicates.get(address);
    if (mac !== undefined) return { is: 'impostor', host, mac };
  }
  for (const host of world.hosts) {
    const leg = legsOf(host, familyOf(address)).find((candidate) => candidate.ip === address && isOn(host, candidate));
    if (leg !== undefined) return { is: 'host', host, leg };
  }
  return undefined;
}

function overLinkLocal(world: Machines, from: SimHost, address: string): Path {
  const [ip = '', scope] = address.split('%');
  const legs = legsOf(from).filter((leg) => leg.ip !== undefined && (scope === undefined || leg.bridge === scope));
  for (const leg of legs) {
    if (linkLocalOf(leg.mac) === ip) return { is: 'host', host: from, leg };
    if (!isLinked(from, leg)) continue;
    for (const host of world.hosts) {
      const other = legsOf(host).find((candidate) => candidate.network === leg.network && linkLocalOf(candidate.mac) === ip);
      if (other !== undefined && host.power === 'on' && isLinked(host, other)) return { is: 'host', host, leg: other };
    }
  }
  return { is: 'unreachable' };
}

/** Routers, name servers and storage that the records name. */
function isThing(pool: PoolState, address: string): boolean {
  const { database } = pool;
  const inPifs = database.refs('PIF').some((pif) => {
    const row = database.get('PIF', pif);
    return text(row, 'gateway') === address || text(row, 'ipv6_gateway') === address || text(row, 'DNS').split(',').includes(address);
  });
  return inPifs || storageServers(pool).has(address);
}

export function storageServers(pool: PoolState): ReadonlySet<string> {
  const { database } = pool;
  const servers = new Set<string>();
  for (const pbd of database.refs('PBD')) {
    const config = database.get('PBD', pbd)['device_config'];
    if (typeof config !== 'object' || Array.isArray(config)) continue;
    for (const key of ['server', 'target']) {
      const value = (config as Readonly<Record<string, unknown>>)[key];
      if (typeof value === 'string') for (const one of value.split(',')) servers.add(one.split(':')[0] ?? one);
    }
  }
  return servers;
}

/** Whether nobody changed anything underneath: then the records and the cables tell all. */
export function isAsRecorded(host: SimHost): boolean {
  const { network } = host.dom0;
  return (
    network.addresses.size === 0 &&
    network.addresses6.size === 0 &&
    network.gateway === 'recorded' &&
    network.pulled.size === 0 &&
    network.adminDown.size === 0 &&
    network.wrongVlan.size === 0 &&
    network.blockedPorts.size === 0 &&
    network.duplicates.size === 0 &&
    network.managementBridge === undefined
  );
}

/** Whether one host's toolstack can open a connection to the other's, by the address its pool knows. */
export function canOpen(from: SimHost, to: SimHost): boolean {
  const leg = managementLeg(to);
  if (leg?.ip === undefined || to.dom0.network.blockedPorts.has(443)) return false;
  const path = pathTo({ hosts: [from, to] }, from, leg.ip);
  return path.is === 'host' && path.host === to;
}
