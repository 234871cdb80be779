import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { NewSrRequest } from '#shared/domain/operations/storage-request.ts';
import type { Discovery, Look } from '#shared/domain/storage/look.ts';
import type { StorageSource } from '#shared/domain/storage/source.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { failureTable } from '#test/support/failure-table.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';
import { repositories, storageLies } from '#test/support/storage-lies.ts';

const PORTAL = { target: '10.8.1.50', port: 3260 };
const IQN = 'iqn.2010-01.test.array:clustered';
const lun = (number: number): string => `36001405aaaabbbbcccc0002${number.toString(16).padStart(8, '0')}`;
const LEFT = { scsiId: lun(20), uuid: '7e570004-0000-4000-8000-5707a6e00000' };
const LEFT_LVM = { scsiId: lun(12), uuid: '7e570003-0000-4000-8000-5707a6e00000' };
const TOLD = { provider: 'iscsi', target: '10.8.1.50', port: '3260', targetIQN: IQN };
const gfs2 = { kind: 'iscsi', format: 'gfs2', ...PORTAL, iqn: IQN } as const;

let at: Operating;
beforeAll(async () => {
  at = await operating('clustered-storage');
});
afterAll(async () => await at[Symbol.asyncDispose]());

async function look(looked: Look): Promise<Discovery> {
  const result = await at.engine.call('storage.look', { server: at.server, look: looked });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.discovery;
}

function creation({ server }: Operating, source: StorageSource, name: string): NewSrRequest {
  return { kind: 'sr.create', server, source, name, description: '', asDefault: false };
}

function linksOf(name: string): readonly unknown[] {
  const { database } = poolOf(at.served.world);
  const links = (rowOf(at.served.world, 'SR', name)['PBDs'] as string[]).map((self) => database.get('PBD', self));
  return links.map((link) => [link['currently_attached'], link['device_config']]);
}

test('the driver for GFS2 tells of targets, of LUNs with what they are, and of what lies on one', async () => {
  const offers = await look({ at: 'iscsi', format: 'gfs2', ...PORTAL });
  expect(offers).toEqual({
    found: 'targets',
    targets: [
      { name: IQN, address: '10.8.1.50', port: 3260 },
      { name: IQN, address: '10.8.1.51', port: 3260 },
    ],
  });
  const devices = await look({ at: 'iscsi', format: 'gfs2', ...PORTAL, iqn: IQN });
  expect(devices).toMatchObject({
    found: 'devices',
    devices: [10, 11, 12, 20].map((number) => ({ scsiId: lun(number), lun: number, vendor: 'LIO-ORG' })),
  });
  expect(await look({ at: 'hba', format: 'gfs2' })).toMatchObject({ devices: [{ path: '/dev/sdm', paths: 2 }, {}, {}] });
  expect(await look({ at: 'iscsi', format: 'gfs2', ...PORTAL, iqn: IQN, scsiId: LEFT.scsiId })).toMatchObject({
    found: 'repositories',
    repositories: [{ uuid: LEFT.uuid, name: 'thin-2024', told: { ...TOLD, SCSIid: LEFT.scsiId } }],
  });
});

test('neither driver takes for empty what the other has written', async () => {
  const asLvm = await look({ at: 'iscsi', target: '10.8.1.50,10.8.1.51', port: 3260, iqn: IQN, scsiId: LEFT.scsiId });
  expect(asLvm).toMatchObject({ repositories: [{ uuid: LEFT.uuid, format: 'gfs2', told: TOLD }] });
  const asGfs2 = await look({ at: 'iscsi', format: 'gfs2', ...PORTAL, iqn: IQN, scsiId: LEFT_LVM.scsiId });
  expect(asGfs2).toMatchObject({ repositories: [{ uuid: LEFT_LVM.uuid, name: 'lab-2023', format: 'lvm' }] });
  expect(await look({ at: 'iscsi', ...PORTAL, iqn: IQN, scsiId: lun(11) })).toEqual({ found: 'repositories', repositories: [] });
});

test('what another pool has left on GFS2 is attached with its disks', async () => {
  const source = { ...gfs2, scsiId: LEFT.scsiId, told: { ...TOLD, SCSIid: LEFT.scsiId } };
  const request = { ...creation(at, source, 'thin'), kind: 'sr.introduce', uuid: LEFT.uuid } as Requested;
  expect((await at.end(await at.begin(request))).state).toEqual({ is: 'done' });
  expect(linksOf('thin')).toEqual(Array.from({ length: 3 }, () => [true, { ...TOLD, SCSIid: LEFT.scsiId }]));
  expect(rowOf(at.served.world, 'SR', 'thin')).toMatchObject({ type: 'gfs2', shared: true });
  expect(rowOf(at.served.world, 'SR', 'thin')['VDIs']).toHaveLength(2);
});

test('a host that is out of the cluster is said to be left out; the master cannot be', async () => {
  const { database } = poolOf(at.served.world);
  const memberOf = (name: string): string => {
    const host = named(at.served.world, 'host', name);
    return database.refs('Cluster_host').find((self) => database.get('Cluster_host', self)['host'] === host) ?? '';
  };
  const isTold = async (member: string, isEnabled: boolean): Promise<void> => {
    database.set('Cluster_host', member, { enabled: isEnabled });
    await timePasses(at.engine, () =>
      at.engine.said.some((event) => event.topic === 'pools' && event.payload.delta.clusterHost?.set?.[member]?.isEnabled === isEnabled),
    );
  };
  await isTold(memberOf('clu-3'), false);
  const { state } = await at.end(await at.begin(creation(at, { kind: 'hba', format: 'gfs2', scsiId: lun(0xfc00) }, 'partly') as Requested));
  expect(state).toMatchObject({ is: 'done', remarks: [{ is: 'host-not-connected', host: 'clu-3' }] });
  // In no order.
  expect(linksOf('partly').filter((link) => (link as readonly unknown[])[0] === true)).toHaveLength(2);
  await isTold(memberOf('clu-1'), false);
  const refused = await at.end(await at.begin(creation(at, { ...gfs2, scsiId: lun(11) }, 'never') as Requested));
  expect(refused.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'master-out-of-cluster', host: 'clu-1' }] } });
});

const KIND = 'GFS2 on a LUN of an array';
let made = 0;

failureTable({
  scenario: 'clustered-storage',
  trials: [
    {
      name: KIND,
      async request(on) {
        const { database } = poolOf(on.served.world);
        // There is one LUN: what the last moment has made is removed.
        for (const sr of database.refs('SR').filter((self) => database.get('SR', self)['type'] === 'gfs2')) {
          await on.end(await on.begin({ kind: 'sr.destroy', server: on.server, sr } as Requested));
        }
        return creation(on, { ...gfs2, scsiId: lun(10) }, `thin-${(made += 1)}`) as Requested;
      },
      isDone(on, request) {
        const { database } = poolOf(on.served.world);
        const found = database.refs('SR').filter((self) => 'name' in request && database.get('SR', self)['name_label'] === request.name);
        const links = database.refs('PBD').map((self) => database.get('PBD', self));
        return found.length === 1 && links.filter((link) => link['SR'] === found[0] && link['currently_attached'] === true).length === 3;
      },
    },
  ],
  telling: repositories,
  lies: storageLies,
  // Our own steps are the same for every driver; who loses what is lost with NFS already.
  without: { [KIND]: ['the master is lost', 'the toolstack restarts', 'the app ends', 'it is cancelled'] },
});
