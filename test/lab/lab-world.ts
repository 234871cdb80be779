import { addPlainPool } from '#simulator/scenarios/plain-pool.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { World } from '#simulator/world/world.ts';

/** A toolstack that starts in ten seconds takes half of one here, and a member tries its master again after 3 to 9. */
const SLOWNESS = 0.05;
/** What takes ten minutes by default takes seconds, as an administrator could set it. */
const LIVENESS = { heartbeatEveryMs: 500, lookEveryMs: 500, assumedDeadMs: 4_000 };

/** Equal hosts `lab-1` and on, at 10.8.0.11 and on for management and 10.8.1.11 and on for storage; every host runs machines. */
export async function buildLabWorld(hostCount: number): Promise<World> {
  return await buildScenario(
    {
      name: 'lab',
      description: 'Hosts on real cables',
      build: (stage) =>
        void addPlainPool(stage, { name: 'lab', hostPrefix: 'lab', hostCount, addressPrefix: '10.8.0', vmCount: hostCount * 4, storage: 'none' }),
    },
    { startMs: Date.now(), slowness: SLOWNESS, liveness: LIVENESS },
  );
}
