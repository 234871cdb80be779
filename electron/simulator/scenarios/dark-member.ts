import { pullCable } from '#simulator/world/machine.ts';
import { addPlainPool, hostNamed } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';

/** Past the ten minutes after which the master gives a silent member up. */
const DARK_SINCE_MS = 12 * 60_000;

export const darkMember: Scenario = {
  name: 'dark-member',
  description: 'Three hosts; the management cable of one was pulled 12 minutes ago, its VMs run on',
  leadMs: DARK_SINCE_MS,
  build(stage) {
    addPlainPool(stage, { name: 'dark-member', hostPrefix: 'dark', hostCount: 3, addressPrefix: '10.8.0', vmCount: 12 });
    pullCable(hostNamed(stage.world, 'dark-3'), 'management');
  },
};
