import { NetError } from '#engine/net/net-error.ts';
import { proxyRoute } from '#engine/net/proxy-route.ts';
import { directRoute, mappedRoute, type Route } from '#engine/net/route.ts';
import type { AddressRoute } from '#engine/ports.ts';
import type { ProxySetting } from '#shared/contract/calls/server-calls.ts';
import { parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';

export interface Way {
  readonly proxy?: ProxySetting | undefined;
  /** For a data centre whose addresses exist only inside this app. */
  readonly routes?: readonly AddressRoute[] | undefined;
}

/** The way to a pool's hosts, as it was asked for. */
export function routeOf({ proxy, routes = [] }: Way): Route {
  const leads = new Map<string, ServerAddress>();
  for (const { address, leadsTo } of routes) {
    const target = parseAddress(leadsTo);
    if (target !== undefined) leads.set(address, target);
  }
  const direct = leads.size === 0 ? directRoute : mappedRoute(leads, directRoute);
  if (proxy === undefined) return direct;
  const address = parseAddress(proxy.address);
  if (address === undefined) throw new NetError({ kind: 'unreachable', address: proxy.address, why: 'name-not-found' });
  const { user, password = '' } = proxy;
  return proxyRoute({ address, ...(user !== undefined && { login: { user, password } }) }, direct);
}
