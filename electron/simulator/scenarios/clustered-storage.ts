import { TIB } from '#simulator/world/build/sizes.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { addStorageDriver } from '#simulator/world/build/add-storage-drivers.ts';
import { gfs2 } from '#simulator/world/build/storage-drivers.ts';
import { serverAt } from '#simulator/world/storage/arrays.ts';
import type { Ref } from '#simulator/world/value.ts';
import { addPlainPool } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';
import { left, offerSpareStorage, spareLun } from './spare-storage.ts';

const SITES = {
  fileServer: '10.8.1.60',
  fileServerName: 'nas.example',
  array: ['10.8.1.50', '10.8.1.51'],
  targetName: 'iqn.2010-01.test.array:clustered',
  scsiPrefix: '36001405aaaabbbbcccc0002',
};

export const clusteredStorage: Scenario = {
  name: 'clustered-storage',
  description: 'Three hosts that cluster, with the driver for GFS2, beside an array where another pool has left some',
  build(stage) {
    addPlainPool(stage, {
      name: 'clustered-storage',
      hostPrefix: 'clu',
      hostCount: 3,
      addressPrefix: '10.8.0',
      storage: 'none',
      vmCount: 0,
      more(draft, { hosts }) {
        addStorageDriver(draft, gfs2);
        addCluster(draft, hosts);
      },
    });
    offerSpareStorage(stage.world, SITES);
    const target = SITES.array
      .flatMap((address) => serverAt(stage.world.arrays, address)?.targets ?? [])
      .find(({ name }) => name === SITES.targetName);
    target?.luns.push(spareLun(SITES, 20, TIB, left('gfs2', 'thin-2024', 2)));
  },
};

/** As the server sets one up by itself: on the management network, with every host in it. */
function addCluster(draft: Draft, hosts: readonly Ref[]): void {
  const cluster = draft.add('Cluster', {
    cluster_stack: 'corosync',
    cluster_stack_version: 3,
    pool_auto_join: true,
    token_timeout: 20,
    token_timeout_coefficient: 1,
  });
  for (const host of hosts) {
    const pif = draft.refs('PIF').find((self) => draft.row('PIF', self)['host'] === host && draft.row('PIF', self)['management'] === true);
    draft.add('Cluster_host', { cluster, host, enabled: true, joined: true, ...(pif !== undefined && { PIF: pif }) });
  }
}
