import { addDisk, addStorage, iscsiStorage, nfsStorage } from '#simulator/world/build/add-storage.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { GIB, TIB } from '#simulator/world/build/sizes.ts';
import { number } from '#simulator/world/fields.ts';
import type { Ref } from '#simulator/world/value.ts';
import { pullCable } from '#simulator/world/machine.ts';
import { addPlainPool, hostNamed, type PlainPoolParts } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';

const PATHS_LUN = '36001405d1d1d1d1e2e2e2e2f3f3f3f3a';

export const brokenStorage: Scenario = {
  name: 'broken-storage',
  description: 'Everything storage can suffer: unplugged on a host, a lost path, a full store, one nobody connects, a host without its storage cable',
  build(stage) {
    addPlainPool(stage, { name: 'broken-storage', hostPrefix: 'sto', hostCount: 3, addressPrefix: '10.6.0', vmCount: 9, more: addTroubles });
    pullCable(hostNamed(stage.world, 'sto-3'), 'storage');
  },
};

function addTroubles(draft: Draft, parts: PlainPoolParts): void {
  const { hosts } = parts;
  const second = hosts.slice(1, 2);
  addStorage(
    draft,
    nfsStorage({ name: 'nfs-unplugged', server: '10.6.1.61', path: '/export/second', sizeBytes: 4 * TIB, hosts, unpluggedOn: second }),
  );
  addStorage(draft, nfsStorage({ name: 'nfs-forgotten', server: '10.6.1.62', path: '/export/gone', sizeBytes: TIB, hosts: [] }));
  const target = (scsiId: string, lun: number) => ({ portals: ['10.6.1.50', '10.6.1.51'], targetName: 'iqn.2010-01.test.array:broken', scsiId, lun });
  const weak = addStorage(draft, iscsiStorage({ name: 'san-lost-path', target: target(PATHS_LUN, 3), sizeBytes: 2 * TIB, hosts, pathsPerHost: 4 }));
  losePaths(draft, { sr: weak, host: hosts[0], left: 1 });
  const full = addStorage(
    draft,
    iscsiStorage({ name: 'san-full', target: target('36001405a9a9a9a9b8b8b8b8c7c7c7c7d', 4), sizeBytes: 500 * GIB, hosts }),
  );
  addDisk(draft, { sr: full, name: 'database', gib: 420 });
  addDisk(draft, { sr: full, name: 'database log', gib: 500 - number(draft.row('SR', full), 'physical_utilisation') / GIB });
}

function losePaths(draft: Draft, loss: { sr: Ref; host: Ref | undefined; left: number }): void {
  for (const ref of draft.refs('PBD')) {
    const row = draft.row('PBD', ref);
    if (row['SR'] !== loss.sr || row['host'] !== loss.host) continue;
    draft.change('PBD', ref, { other_config: { multipathed: 'true', [`mpath-${PATHS_LUN}`]: `[${loss.left}, 4]`, iscsi_sessions: '1' } });
  }
}
