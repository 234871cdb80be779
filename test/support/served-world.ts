import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { losePower } from '#simulator/world/machine.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import type { HttpHandlers } from '#simulator/xapi-server/routes.ts';
import { serveWorld } from '#simulator/xapi-server/server.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';

/** A data centre behind real sockets, whose insides a test can look at and change. */
export interface ServedWorld extends AsyncDisposable {
  readonly world: World;
  readonly login: { readonly user: string; readonly password: string };
  addressOf(host: SimHost): string;
  fingerprintOf(host: SimHost): string;
  /** Makes changes of links and machines take effect now. */
  refresh(): void;
}

interface HowServed {
  readonly speed: number;
  /** What its hosts answer besides the toolstack's calls. */
  readonly handlers: HttpHandlers;
}

/** `speed` is how many times as fast as real time it lives: a refused password costs five of its seconds. */
export async function aServedWorld(scenario: string, how: Partial<HowServed> = {}): Promise<ServedWorld> {
  return await serving(await buildScenario(scenarioNamed(scenario)), how);
}

/** Any world: another release's, or one read from a file. */
export async function serving(world: World, { speed = 1, handlers = {} }: Partial<HowServed> = {}): Promise<ServedWorld> {
  const server = await serveWorld(world, { handlers, addresses: 'loopback', clock: { is: 'live', speed } });
  return {
    world,
    login: DEFAULT_LOGIN,
    addressOf: (host) => server.urlOf(host).replace('https://', ''),
    fingerprintOf: (host) => certificateOf(host).sha256,
    refresh: () => server.refresh(),
    [Symbol.asyncDispose]: async () => await server.close(),
  };
}

/** As if somebody pulled its plug. */
export function cutPower(served: ServedWorld, host: SimHost): void {
  losePower(host);
  served.refresh();
}

export function firstPool(world: World): PoolState {
  const [pool] = world.pools;
  if (pool === undefined) throw new RangeError('the world has no pool');
  return pool;
}

export function memberOf(world: World): SimHost {
  const member = world.hosts.find((host) => host.role.is === 'slave');
  if (member === undefined) throw new RangeError('the world has no member that is not a master');
  return member;
}
