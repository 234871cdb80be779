import { createWorldClock } from '#simulator/world/clock.ts';
import { beginHighAvailability } from '#simulator/world/ha/liveset.ts';
import { beginLiveness, USUAL_LIVENESS } from '#simulator/world/liveness.ts';
import { createRandom } from '#simulator/world/random.ts';
import { startSessionCollection } from '#simulator/world/sessions.ts';
import { noArrays } from '#simulator/world/storage/arrays.ts';
import type { LivenessTimes, World } from '#simulator/world/world.ts';

/** An empty world whose clock is wound up: hosts added to it report to their masters, and sessions nobody uses end. */
export function createWorld(setup: { seed: number; startMs: number; slowness?: number; liveness?: LivenessTimes }): World {
  const world: World = {
    clock: createWorldClock(setup.startMs),
    random: createRandom(setup.seed),
    slowness: setup.slowness ?? 1,
    liveness: setup.liveness ?? USUAL_LIVENESS,
    hosts: [],
    pools: [],
    arrays: noArrays(),
  };
  beginLiveness(world);
  startSessionCollection(world);
  beginHighAvailability(world);
  return world;
}
