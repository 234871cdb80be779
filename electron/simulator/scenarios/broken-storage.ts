import { addDisk, addStorage, iscsiStorage, nfsStorage } from '#simulator/world/build/add-storage.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { GIB, TIB } from '#simulator/world/build/sizes.ts';
import { number } from '#simulator/world/fields.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
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
  addChain(draft, weak);
  addDisk(draft, { sr: full, name: 'database log', gib: 500 - number(draft.row('SR', full), 'physical_utilisation') / GIB });
}

/** As the drivers leave it after snapshots were taken and some deleted: a base copy for each, of which two wait to be merged. */
function addChain(draft: Draft, sr: Ref): void {
  const link = (name: string, more: { readonly usedGib: number; readonly on?: Ref; readonly fields?: Row }): Ref => {
    const parent = more.on === undefined ? {} : { 'vhd-parent': String(draft.row('VDI', more.on)['uuid']) };
    return addDisk(draft, { sr, name, gib: 200, usedGib: more.usedGib, fields: { sm_config: { vdi_type: 'vhd', ...parent }, ...more.fields } });
  };
  const hidden = { managed: false };
  const first = link('base copy', { usedGib: 120, fields: hidden });
  const second = link('base copy', { usedGib: 30, on: first, fields: hidden });
  const third = link('base copy', { usedGib: 8, on: second, fields: hidden });
  const disk = link('mail store', { usedGib: 200, on: third });
  link('mail store', { usedGib: 1, on: third, fields: { is_a_snapshot: true, snapshot_of: disk } });
}

function losePaths(draft: Draft, loss: { sr: Ref; host: Ref | undefined; left: number }): void {
  for (const ref of draft.refs('PBD')) {
    const row = draft.row('PBD', ref);
    if (row['SR'] !== loss.sr || row['host'] !== loss.host) continue;
    draft.change('PBD', ref, { other_config: { multipathed: 'true', [`mpath-${PATHS_LUN}`]: `[${loss.left}, 4]`, iscsi_sessions: '1' } });
  }
}
