import { scenarioNamed } from './scenarios/registry.ts';
import { buildScenario, type ScenarioOptions } from './scenarios/scenario.ts';
import { type ControlledDataCentre, serveControlled } from './serve-controlled.ts';
import type { ServeDataCentreOptions } from './serve-data-centre.ts';

/** Starts a named data centre on loopback, as it is at this moment unless told otherwise. */
export async function startScenario(name: string, options: ScenarioOptions & ServeDataCentreOptions = {}): Promise<ControlledDataCentre> {
  const world = await buildScenario(scenarioNamed(name), { startMs: Date.now(), ...options });
  return await serveControlled(world, options);
}
