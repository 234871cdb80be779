import { demo } from './scenarios/demo/demo.ts';
import { buildScenario } from './scenarios/scenario.ts';
import { type DataCentre, serveDataCentre } from './serve-data-centre.ts';

/** What the app shows who has no pool at hand. Nobody gives it commands, so it opens no address for them. */
export async function startDemo(): Promise<DataCentre> {
  return await serveDataCentre(await buildScenario(demo, { startMs: Date.now() }), {});
}
