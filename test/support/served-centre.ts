import type { Demo } from '#engine/ports.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { serveDataCentre } from '#simulator/serve-data-centre.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import { asDemo } from './as-demo.ts';
import { type Operating, operatingOn } from './operating.ts';
import { firstPool, type ServedWorld } from './served-world.ts';
import { aTestEngine } from './test-engine.ts';

/** An engine connected to a world whose hosts and controllers can be reached by every address they have. */
export async function operatingCentre(scenario: string, speed: number): Promise<Operating> {
  const world = await buildScenario(scenarioNamed(scenario));
  const centre = await serveDataCentre(world, { speed });
  const served: ServedWorld = {
    world,
    login: DEFAULT_LOGIN,
    addressOf: (host) => host.address,
    fingerprintOf: (host) => certificateOf(host).sha256,
    refresh: () => void centre.takeEffect(),
    [Symbol.asyncDispose]: async () => await centre.close(),
  };
  const demo: Demo = asDemo(async () => await Promise.resolve({ ...centre, close: async () => await Promise.resolve() }));
  const engine = aTestEngine({ demo });
  const opened = await engine.call('demo.open', {});
  const [server] = opened.ok ? opened.value.servers : [];
  if (server === undefined) throw new Error(`not opened: ${firstPool(world).master.name}`);
  return operatingOn({ engine, served, server });
}
