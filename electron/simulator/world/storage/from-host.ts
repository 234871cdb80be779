import { isInSubnet } from '../dom0/ip.ts';
import { familyOf, isLinked, type Leg, legsOf, nicsOf } from '../dom0/legs.ts';
import type { SimHost, World } from '../world.ts';
import { type FileExport, serverAt, type StorageServer } from './arrays.ts';

/** A machine that offers storage, as one host finds it on its network. */
export interface MetServer {
  readonly server: StorageServer;
  /** One of its addresses: the one that was named, or the first. */
  readonly address: string;
  readonly isReached: boolean;
}

const MOST_BYTES = 9000;

/** By name or address; undefined for what offers no storage. */
export function serverMet(world: World, host: SimHost, named: string): MetServer | undefined {
  const server = serverAt(world.arrays, named);
  if (server === undefined) return undefined;
  const address = server.addresses.find((known) => known === named) ?? server.addresses[0] ?? named;
  const leg = legTo(host, address);
  const isAway = host.cables.storage === 'pulled' || host.dom0.storage.unreachableServers.has(address);
  return { server, address, isReached: server.isOn && !isAway && leg !== undefined && isLinked(host, leg) };
}

/** The card in its network, or else the way out; storage of other sites lies behind routers nobody drew. */
export function legTo(host: SimHost, address: string): Leg | undefined {
  const legs = legsOf(host, familyOf(address)).filter(({ ip }) => ip !== undefined);
  return legs.find(({ ip = '', prefix }) => isInSubnet(address, { ip, prefix })) ?? legs.find(({ gateway }) => gateway !== undefined);
}

/** Whether a packet of so many bytes gets there in one piece. */
export function fitsOnTheWay(host: SimHost, { server, address }: MetServer, bytes: number): boolean {
  const leg = legTo(host, address);
  const cards = nicsOf(host).filter(({ device }) => leg?.uplinks.includes(device) === true);
  return bytes <= Math.min(server.largestPacket ?? MOST_BYTES, ...cards.map(({ mtu }) => mtu));
}

const PORTMAPPER = 111;
const NFS = 2049;
const SMB = 445;

export function isDoorOpen({ fileVersions, targets, shares }: StorageServer, port: number): boolean {
  if (port === PORTMAPPER || port === NFS) return fileVersions.length > 0;
  return port === SMB ? shares.length > 0 : targets.some(({ portals }) => portals.some((portal) => portal.port === port));
}

/** Who may mount it, as the server lists it. */
export function accessTold(world: World, { addresses }: StorageServer, { access, clients }: FileExport): string {
  if (clients === 'everybody') return access;
  const allowed = world.hosts.filter(({ ref }) => clients.has(ref)).flatMap((host) => legTo(host, addresses[0] ?? '')?.ip ?? []);
  return allowed.length === 0 ? '(none)' : allowed.join(',');
}
