import type { Approach } from '#engine/net/dialer.ts';
import { NetError } from '#engine/net/net-error.ts';
import { proxyRoute } from '#engine/net/proxy-route.ts';
import { directRoute, type Lead, mappedRoute, type Route } from '#engine/net/route.ts';
import type { Trust } from '#engine/net/trust.ts';
import type { AddressRoute } from '#engine/ports.ts';
import type { ProxySetting, ServerId, ServerProxy } from '#shared/contract/calls/server-calls.ts';
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

/** The user's jump hosts, as ways to servers. */
export interface Jumps {
  /** Built upon the way to the jump host itself. */
  route(of: { readonly server: ServerId; readonly jump: string; readonly via: Route }): Route;
  /** A person begins anew: what a jump host has refused may be tried once more. */
  anew(jump: string): void;
}

interface ApproachSetup {
  readonly server: ServerId;
  readonly trust: Trust;
  readonly way: () => Way;
  readonly defaults: Defaults;
  readonly jumps: Jumps;
}

/** How to reach a pool's hosts. What is asked for or set counts from the next connection on. */
export function approachOf(of: ApproachSetup): Approach {
  const routeNow = (): Route => {
    const way = of.way();
    const { proxy } = way;
    if (typeof proxy !== 'object' || !('jump' in proxy)) return routeOf({ ...way, proxy }, of.defaults);
    return of.jumps.route({ server: of.server, jump: proxy.jump, via: routeOf({ routes: way.routes }, of.defaults) });
  };
  return {
    trust: of.trust,
    route: {
      async open(to, signal, resolved) {
        await of.defaults.ready();
        return await routeNow().open(to, signal, resolved);
      },
      async straightTo(to, signal) {
        await of.defaults.ready();
        return await routeNow().straightTo?.(to, signal);
      },
    },
    get patienceMs() {
      return of.defaults.connectTimeoutMs();
    },
  };
}

function routeOf({ proxy, routes = [] }: Pick<Way, 'routes'> & { readonly proxy?: 'direct' | ProxySetting | undefined }, defaults: Defaults): Route {
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
