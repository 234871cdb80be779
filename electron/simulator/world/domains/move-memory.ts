import { number } from '../fields.ts';
import { MIB } from '../memory.ts';
import type { Work } from '../process.ts';
import { setTaskProgress } from '../tasks.ts';
import type { Ref } from '../value.ts';
import type { Call } from '../world.ts';

/** Memory goes to and comes from disk, or another host, at this rate. */
const MIB_PER_SECOND = 400;
const STEPS = 5;

/** A guest's memory, from or to wherever it goes, with the task saying how far it is: what was done before counts. */
export function* moveMemory({ pool, world, task }: Call, vm: Ref, done = 0): Work<void> {
  const seconds = number(pool.database.get('VM', vm), 'memory_dynamic_max') / MIB / MIB_PER_SECOND;
  for (let step = 1; step <= STEPS; step += 1) {
    yield ((1_000 * seconds) / STEPS) * world.slowness;
    setTaskProgress(pool, task, done + ((1 - done) * step) / (STEPS + 1));
  }
}
