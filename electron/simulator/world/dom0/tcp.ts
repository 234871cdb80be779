import type { Work } from '#simulator/world/process.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { type Origin, type Path, pathTo, storageServers } from './paths.ts';

export type Connected = 'open' | 'refused' | 'timed-out' | 'no-route' | 'unreachable';

/** The kernel asks for the neighbour three times before it says that there is none. */
const NEIGHBOUR_PATIENCE_MS = 3_000;
/** Six repetitions of the first packet. */
const CONNECT_PATIENCE_MS = 127_000;

/** What a connection attempt from a host meets, and how long that takes to show. */
export function* connectFrom(world: World, from: SimHost, address: string, port: number): Work<Connected> {
  const path = pathTo(world, from, address);
  const met = meet(path, port, from);
  if (met === 'unreachable') yield NEIGHBOUR_PATIENCE_MS;
  if (met === 'timed-out') yield CONNECT_PATIENCE_MS;
  return met;
}

/** The same without waiting for it. */
export function meet(path: Path, port: number, from: Origin): Connected {
  switch (path.is) {
    case 'silent':
      return 'timed-out';
    case 'unreachable':
      return 'unreachable';
    case 'no-route':
      return 'no-route';
    case 'impostor':
      return port === SSH ? 'open' : 'refused';
    case 'thing':
      return 'open';
    case 'host':
      return doorOf(path.host, port, from);
  }
}

const SSH = 22;
const HTTPS = 443;
const HTTP = 80;

function doorOf(host: SimHost, port: number, from: Origin): Connected {
  const isOwn = from === host;
  if (!isOwn && (host.dom0.network.blockedPorts.has(port) || (from === 'outside' && host.link.mode === 'black-hole'))) return 'timed-out';
  if (host.power !== 'on') return 'refused';
  switch (port) {
    case SSH:
      return host.dom0.ssh.isRunning ? 'open' : 'refused';
    case HTTPS:
      return host.toolstack.is === 'stopped' ? 'refused' : 'open';
    case HTTP:
      // Only TLS unless somebody allows more; the firewall drops the rest.
      return 'timed-out';
    default:
      return 'refused';
  }
}

/** Whether a host gets through to one of the machines its storage lies on. */
export function isServerReached(world: World, host: SimHost, server: string): boolean {
  if (host.dom0.storage.unreachableServers.has(server) || host.cables.storage === 'pulled') return false;
  if (!storageServers(host.pool).has(server)) return false;
  const path = pathTo(world, host, server);
  // Storage of other sites lies behind routers nobody drew.
  return path.is === 'thing' || path.is === 'silent';
}
