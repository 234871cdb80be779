import { addPlainPool } from '#simulator/scenarios/plain-pool.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { text } from '#simulator/world/fields.ts';
import type { World } from '#simulator/world/world.ts';

/** A toolstack that starts in ten seconds takes half of one here, and a member tries its master again after 3 to 9. */
const SLOWNESS = 0.05;
/** What takes ten minutes by default takes seconds, as an administrator could set it. */
const LIVENESS = { heartbeatEveryMs: 500, lookEveryMs: 500, assumedDeadMs: 4_000 };

/**
 * Equal hosts `lab-1` and on, at 10.8.0.11 and on for management and 10.8.1.11 and on for storage, with two more cards for what is to be
 * built; every host runs machines.
 */
export async function buildLabWorld(hostCount: number): Promise<World> {
  return await buildScenario(
    {
      name: 'lab',
      description: 'Hosts on real cables',
      build: (stage) =>
        void addPlainPool(stage, {
          name: 'lab',
          hostPrefix: 'lab',
          hostCount,
          addressPrefix: '10.8.0',
          vmCount: hostCount * 4,
          storage: 'none',
          more: plugSpares,
        }),
    },
    { startMs: Date.now(), slowness: SLOWNESS, liveness: LIVENESS },
  );
}

/** The last of the usual cards has no cable anywhere else. */
function plugSpares(draft: Draft): void {
  for (const pif of draft.refs('PIF')) {
    const row = draft.row('PIF', pif);
    if (text(row, 'device') === 'eth3') draft.change('PIF_metrics', text(row, 'metrics'), { carrier: true, speed: 1000 });
  }
}
