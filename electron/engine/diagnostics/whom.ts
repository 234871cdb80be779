import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Access } from '#shared/contract/calls/access-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { parseAddress } from '#shared/domain/address/address.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RouteSettings } from '#shared/domain/routes/plan.ts';
import type { Via } from '#shared/domain/routes/candidate.ts';
import type { Machine } from './machine.ts';
import { bastionOf } from './server-jumps.ts';
import { type Between, sshAddressOf } from './ways.ts';

/** A host of a pool, as somebody to connect to. Throws PoolsError for one that is not there. */
export function hostMachine(
  pools: Pick<Pools, 'inventory'>,
  of: { readonly server: ServerId; readonly host: HostRef; readonly user: string },
): Machine {
  const host = pools.inventory(of.server).host.get(of.host);
  if (host === undefined) throw new PoolsError({ kind: 'gone' });
  return { server: of.server, id: host.uuid, name: host.name, address: host.address, user: of.user, isHost: true };
}

/** Who is gone over; undefined where there is no such machine any more. */
export function betweenMachine(
  pools: Pick<Pools, 'inventory'>,
  of: { readonly server: ServerId; readonly via: Via; readonly access: Access },
): Between | undefined {
  const { server, via, access } = of;
  if (via.is === 'member') {
    const address = parseAddress(pools.inventory(server).host.get(via.host)?.address ?? '');
    return address === undefined
      ? undefined
      : { machine: hostMachine(pools, { server, host: via.host, user: access.user }), at: sshAddressOf(address.host) };
  }
  return bastionOf(access, { server, bastion: via.bastion });
}

/** What the user knows of a host; where its controller is may also have been said by the host itself, in better days. */
export function routeSettings({ bastions, hosts }: Access, of: { readonly uuid: string; readonly bmcAddress: string | undefined }): RouteSettings {
  const known = hosts[of.uuid];
  const bmcAddress = known?.bmcAddress ?? of.bmcAddress;
  return { bastions, addresses: known?.addresses ?? [], ...(bmcAddress !== undefined && { bmcAddress }) };
}
