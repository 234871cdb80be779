import { addPlainPool } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';
import { offerSpareStorage } from './spare-storage.ts';

export const newStorage: Scenario = {
  name: 'new-storage',
  description: 'Three hosts without shared storage beside a file server, an iSCSI array and a fabric that have some to spare',
  build(stage) {
    addPlainPool(stage, { name: 'new-storage', hostPrefix: 'new', hostCount: 3, addressPrefix: '10.7.0', storage: 'none', vmCount: 0 });
    offerSpareStorage(stage.world, {
      fileServer: '10.7.1.60',
      fileServerName: 'nas.example',
      array: ['10.7.1.50', '10.7.1.51'],
      targetName: 'iqn.2010-01.test.array:spare',
      scsiPrefix: '36001405aaaabbbbcccc0001',
    });
  },
};
