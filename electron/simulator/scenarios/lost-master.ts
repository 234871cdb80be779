import { losePower } from '#simulator/world/machine.ts';
import { restartToolstack } from '#simulator/world/toolstack.ts';
import { addPlainPool, hostNamed } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';

const LOST_SINCE_MS = 20 * 60_000;
/** Someone tried the usual remedy on one member, which is how it came into emergency mode. */
const RESTARTED_AFTER_MS = 8 * 60_000;

export const lostMaster: Scenario = {
  name: 'lost-master',
  description: 'The master lost power 20 minutes ago; one member still waits for it, the other was restarted and is in emergency mode',
  leadMs: LOST_SINCE_MS,
  build({ world, ...stage }) {
    addPlainPool({ world, ...stage }, { name: 'lost-master', hostPrefix: 'lost', hostCount: 3, addressPrefix: '10.11.0', vmCount: 12 });
    losePower(hostNamed(world, 'lost-1'));
    world.clock.after(RESTARTED_AFTER_MS, () => restartToolstack(world, hostNamed(world, 'lost-3')));
  },
};
