import type { Believed, BelievedPif } from './believed.ts';
import { valueOf } from './seen.ts';
import type { HostSight } from './sight.ts';
import type { Address, Bond, Nic, Route } from './sight-network.ts';

/** Where management lives on this host, from what it says and what the pool has recorded. */
export interface ManagementView {
  readonly bridge?: string | undefined;
  readonly pif?: BelievedPif | undefined;
  /** Cards that carry it; more than one in a bond. */
  readonly uplinks: readonly Nic[];
  readonly bond?: Bond | undefined;
  readonly address?: Address | undefined;
  readonly gateway?: string | undefined;
  readonly defaultRoute?: Route | undefined;
}

export function managementView(sight: HostSight, believed: Believed): ManagementView {
  const pif = believed.pifs.find(({ isManagement }) => isManagement);
  const identity = valueOf(sight, 'identity');
  const bridge = identity?.managementBridge;
  const uplinks = bridge === undefined ? [] : uplinksOf(sight, bridge, pif);
  const defaultRoute = defaultRouteBy(sight, bridge);
  return {
    bridge,
    pif,
    uplinks,
    bond: bondOf(sight, uplinks),
    address: addressOn(sight, bridge, identity?.addressType === 'IPv6' ? 'inet6' : 'inet'),
    gateway: defaultRoute?.via ?? (pif?.gateway === '' ? undefined : pif?.gateway),
    defaultRoute,
  };
}

function bondOf(sight: HostSight, uplinks: readonly Nic[]): Bond | undefined {
  return valueOf(sight, 'bonds')?.find(({ members }) => members.some(({ name }) => uplinks.some((nic) => nic.name === name)));
}

function defaultRouteBy(sight: HostSight, bridge: string | undefined): Route | undefined {
  const defaults = valueOf(sight, 'routes')?.filter(({ to }) => to === 'default');
  return defaults?.find(({ device }) => device === bridge) ?? defaults?.at(0);
}

function addressOn(sight: HostSight, bridge: string | undefined, wanted: Address['family']): Address | undefined {
  const own = valueOf(sight, 'addresses')?.filter(({ device, scope }) => device === bridge && scope !== 'link');
  return own?.find(({ family }) => family === wanted) ?? own?.at(0);
}

/** The switch knows best; without it a bridge has the hardware address of its card, and the pool has its record. */
function uplinksOf(sight: HostSight, bridge: string, pif: BelievedPif | undefined): readonly Nic[] {
  const nics = valueOf(sight, 'nics') ?? [];
  const bridges = valueOf(sight, 'ovs')?.bridges ?? [];
  const own = bridges.find(({ name }) => name === bridge);
  const ports = new Set(
    bridges.filter(({ name }) => name === bridge || name === own?.parent).flatMap(({ interfaces, ports: all }) => [...interfaces, ...all]),
  );
  const switched = nics.filter(({ name }) => ports.has(name));
  if (switched.length > 0) return switched;
  const mac = valueOf(sight, 'links')?.find(({ name }) => name === bridge)?.mac;
  const alike = nics.filter((nic) => mac !== undefined && nic.mac === mac);
  return alike.length > 0 ? alike : nics.filter(({ name }) => name === pif?.device);
}
