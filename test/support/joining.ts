import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { type Operating, operatingOn } from './operating.ts';
import { aServedWorld } from './served-world.ts';
import { aTestEngine, connected, connectedTo } from './test-engine.ts';

/** Machines take minutes to start. */
const SPEED = 80;

export interface Joining extends Operating {
  /** Connects a lone host. */
  also(name: string): Promise<ServerId>;
  uuidOf(name: string): string;
}

/** An engine on the first pool of a world of lone hosts. */
export async function joining(scenario = 'lone-hosts'): Promise<Joining> {
  const served = await aServedWorld(scenario, { speed: SPEED });
  const engine = aTestEngine();
  const at = operatingOn({ engine, served, server: await connected(engine, served) });
  return {
    ...at,
    also: async (name) => await connectedTo(engine, served, hostNamed(served.world, name)),
    uuidOf: (name) => hostNamed(served.world, name).uuid,
  };
}
