import type { Approach } from '#engine/net/dialer.ts';
import { NetError } from '#engine/net/net-error.ts';
import { proxyRoute } from '#engine/net/proxy-route.ts';
import { directRoute, type Lead, mappedRoute, type Route } from '#engine/net/route.ts';
import type { Trust } from '#engine/net/trust.ts';
import type { AddressRoute } from '#engine/ports.ts';
import type { ProxySetting, ServerProxy } from '#shared/contract/calls/server-calls.ts';
import { parseAddress } from '#shared/domain/address/address.ts';

export interface Way {
  /** Absent: as the settings say. */
  readonly proxy?: ServerProxy | undefined;
  /** For a data centre whose addresses exist only inside this app. */
  readonly routes?: readonly AddressRoute[] | undefined;
}

/** What the settings say of every connection. */
export interface Defaults {
  /** What is set is known; nobody goes around a proxy because a file was read a moment too late. */
  ready(): Promise<void>;
  proxy(): ProxySetting | undefined;
  connectTimeoutMs(): number;
}

/** How to reach a pool's hosts. What is asked for or set counts from the next connection on. */
export function approachOf(of: { readonly trust: Trust; readonly way: () => Way; readonly defaults: Defaults }): Approach {
  return {
    trust: of.trust,
    route: {
      async open(to, signal, resolved) {
        await of.defaults.ready();
        return await routeOf(of.way(), of.defaults).open(to, signal, resolved);
      },
      async straightTo(to, signal) {
        await of.defaults.ready();
        return await routeOf(of.way(), of.defaults).straightTo?.(to, signal);
      },
    },
    get patienceMs() {
      return of.defaults.connectTimeoutMs();
    },
  };
}

function routeOf({ proxy, routes = [] }: Way, defaults: Defaults): Route {
  const leads = new Map<string, Lead>();
  for (const { address, leadsTo, meets } of routes) {
    const target = parseAddress(leadsTo);
    if (target !== undefined) leads.set(address, { address: target, ...(meets === undefined ? {} : { meets }) });
  }
  const direct = leads.size === 0 ? directRoute : mappedRoute(leads, directRoute);
  // A data centre inside this app is behind nobody's proxy.
  const chosen = proxy ?? (routes.length === 0 ? defaults.proxy() : undefined);
  return chosen === undefined || chosen === 'direct' ? direct : through(chosen, direct);
}

function through(proxy: ProxySetting, via: Route): Route {
  const address = parseAddress(proxy.address);
  if (address === undefined) throw new NetError({ kind: 'unreachable', address: proxy.address, why: 'name-not-found' });
  const { user, password = '' } = proxy;
  return proxyRoute({ address, ...(user !== undefined && { login: { user, password } }) }, via);
}
