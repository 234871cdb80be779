import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { type Operating, operatingOn } from './operating.ts';
import { aServedWorld, type ServedWorld } from './served-world.ts';
import { aTestEngine, connected, pinsOf, type TestEngine } from './test-engine.ts';

const SPEED = 20;

export interface Joining extends Operating {
  /** Connects a lone host. */
  also(name: string): Promise<ServerId>;
  uuidOf(name: string): string;
}

/** An engine on the pool of a world of lone hosts. */
export async function joining(): Promise<Joining> {
  const served = await aServedWorld('lone-hosts', { speed: SPEED });
  const engine = aTestEngine();
  const at = operatingOn({ engine, served, server: await connected(engine, served) });
  return { ...at, also: async (name) => await alsoConnected(engine, served, name), uuidOf: (name) => hostNamed(served.world, name).uuid };
}

async function alsoConnected(engine: TestEngine, served: ServedWorld, name: string): Promise<ServerId> {
  const host = hostNamed(served.world, name);
  const result = await engine.call('server.connect', { ...served.login, address: served.addressOf(host), pins: pinsOf(served) });
  if (!result.ok) throw new Error(`not connected: ${JSON.stringify(result.failure)}`);
  return result.value.server;
}
