import { xeonGold6338 } from '#simulator/world/build/processors.ts';
import { addPlainPool } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';
import { offerSpareStorage } from './spare-storage.ts';

/** Three hosts as the installer leaves them, the first with a VM that does not run, and an array nobody uses yet. */
export const freshHosts: Scenario = {
  name: 'fresh-hosts',
  description: 'Three hosts fresh from the installer beside an iSCSI array with room to spare: everything to make a pool with HA of',
  build(stage) {
    for (const [position, letter] of ['a', 'b', 'c'].entries()) {
      addPlainPool(stage, {
        name: '',
        hostPrefix: `rack-${letter}`,
        hostCount: 1,
        addressPrefix: '10.12.0',
        storage: 'none',
        vmCount: position === 0 ? 1 : 0,
        fleet: { runningOfTen: 0 },
        host: () => ({ processor: xeonGold6338, address: `10.12.0.${11 + position}` }),
      });
    }
    offerSpareStorage(stage.world, {
      fileServer: '10.12.1.60',
      fileServerName: 'nas.rack.example',
      array: ['10.12.1.50', '10.12.1.51'],
      targetName: 'iqn.2010-01.test.rack:spare',
      scsiPrefix: '36001405ccccddddeeee0001',
    });
  },
};
