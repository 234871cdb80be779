import { addPlainPool } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';

export const twoPools: Scenario = {
  name: 'two-pools',
  description: 'Two pools of two hosts each, one on a file server and one on an array, between which machines can go',
  build(stage) {
    addPlainPool(stage, { name: 'north', hostPrefix: 'nor', hostCount: 2, addressPrefix: '10.10.0', storage: 'nfs', vmCount: 5 });
    addPlainPool(stage, { name: 'south', hostPrefix: 'sou', hostCount: 2, addressPrefix: '10.12.0', storage: 'iscsi', vmCount: 2 });
  },
};
