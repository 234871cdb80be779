import { beforeEach, describe, expect, test } from 'vitest';
import { newStorage } from '#simulator/scenarios/new-storage.ts';
import { twoHostsIscsi } from '#simulator/scenarios/two-hosts-iscsi.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { NULL_REF, type Row, type Value } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, named, poolOf, rowOf } from '#test/support/ask.ts';

const FILES = '10.7.1.60';
const ARRAY = '10.7.1.50';
const TARGET = 'iqn.2010-01.test.array:spare';
const FREE_LUN = '36001405aaaabbbbcccc00010000000a';
const USED_LUN = '36001405aaaabbbbcccc00010000000c';

let world: World;
beforeEach(async () => {
  world = await buildScenario(newStorage, { slowness: 0 });
});

function probe(type: string, config: Row, smConfig: Row = {}, host: Value = NULL_REF) {
  return ask(world, 'SR.probe', [host, config, type, smConfig]);
}

/** The code and what the driver wrote, tabs and line breaks left out. */
function fault(answer: ReturnType<typeof probe>): readonly string[] {
  const [code = '', , , written = ''] = typeof answer === 'object' && 'error' in answer ? (answer.error as readonly string[]) : ['no error'];
  return [code, written.replaceAll(/\s+/g, '')];
}

function create(type: string, config: Row, name = 'store', shared = true) {
  return ask(world, 'SR.create', [poolOf(world).master.ref, config, 0, name, '', type, 'user', shared, {}]);
}

function connections(name: string) {
  const { database } = poolOf(world);
  return (rowOf(world, 'SR', name)['PBDs'] as string[]).map((pbd) => database.get('PBD', pbd));
}

/** Everything the pool knows of storage, and what lies on it. */
function everything() {
  const { database } = poolOf(world);
  const rows = ['SR', 'PBD', 'VDI', 'secret'].map((table) => database.refs(table).map((self) => [self, database.get(table, self)]));
  return structuredClone([rows, world.arrays]);
}

describe('a probe answers with what is missing', () => {
  test('a file server with its exports, an export with what lies in it and the versions spoken', () => {
    expect(fault(probe('nfs', { server: 'nas.example' }))).toEqual(['SR_BACKEND_FAILURE_101', expect.stringContaining('<Path>/export/fast</Path>')]);
    const answer = String(probe('nfs', { server: FILES, serverpath: '/export/archive', probeversion: '' })).replaceAll(/\s+/g, '');
    expect(answer).toMatch(/<SR><UUID>7e570001[^<]*<\/UUID><\/SR><SupportedVersions><Version>3<\/Version>/);
  });

  test('a portal with its names and the one that means all, a name with its LUNs, a LUN with what lies on it', () => {
    expect(fault(probe('lvmoiscsi', { target: ARRAY }))).toEqual([
      'SR_BACKEND_FAILURE_96',
      expect.stringMatching(/<TargetIQN>iqn\.2010-01\.test\.array:spare<\/TargetIQN>.*<TargetIQN>\*<\/TargetIQN>/),
    ]);
    const luns = fault(probe('lvmoiscsi', { target: ARRAY, targetIQN: TARGET }));
    expect(luns).toEqual(['SR_BACKEND_FAILURE_107', expect.stringContaining(`<SCSIid>${FREE_LUN}</SCSIid>`)]);
    const at = (scsiId: string) => String(probe('lvmoiscsi', { target: ARRAY, targetIQN: TARGET, SCSIid: scsiId }, { metadata: 'true' }));
    expect([at(FREE_LUN).includes('<SRlist/>'), at(USED_LUN).replaceAll(/\s+/g, '')]).toEqual([
      true,
      expect.stringContaining('<name_label>lab-2023</name_label>'),
    ]);
  });

  test('adapters with their LUNs and their names on the fabric', () => {
    const [code, written] = fault(probe('lvmohba', {}));
    expect([code, written?.match(/<BlockDevice>/g)?.length, written?.includes('<port_name>0x2100')]).toEqual(['SR_BACKEND_FAILURE_107', 3, true]);
  });
});

test.each([
  ['nfs', {}, '102'],
  ['nfs', { server: 'nowhere.example' }, '140'],
  ['nfs', { server: '10.7.1.99' }, '108'],
  ['nfs', { server: FILES, serverpath: '/none' }, '73'],
  ['nfs', { server: FILES, serverpath: '/export/fast', nfsversion: '4.2' }, '72'],
  ['lvmoiscsi', {}, '95'],
  ['lvmoiscsi', { target: 'nowhere.example' }, '140'],
  ['lvmoiscsi', { target: '10.7.1.99' }, '141'],
  ['lvmoiscsi', { target: ARRAY, port: '70000' }, '142'],
  ['lvmoiscsi', { target: ARRAY, port: '3261' }, '141'],
  ['lvmoiscsi', { target: ARRAY, targetIQN: 'iqn.other' }, '96'],
  ['smb', { server: '\\\\10.7.1.60\\vmstore' }, '111'],
  ['lvm', {}, '90'],
  ['lvm', { device: '/dev/none' }, '19'],
  ['lvm', { device: '/dev/sda' }, '105'],
] as const)('%s with %o is refused with %s', (type, config, number) => {
  const host = type === 'lvm' ? poolOf(world).master.ref : NULL_REF;
  expect(fault(probe(type, config, {}, host))[0]).toBe(`SR_BACKEND_FAILURE_${number}`);
});

test('passwords of a probe become secrets, and open what asks for them', () => {
  runCommand(world, 'require-chap', [TARGET, 'xen', 'geheim']);
  const luns = (password: string) => fault(probe('lvmoiscsi', { target: ARRAY, targetIQN: TARGET, chapuser: 'xen', chappassword: password }))[0];
  expect([luns('wrong'), luns('geheim')]).toEqual(['SR_BACKEND_FAILURE_68', 'SR_BACKEND_FAILURE_107']);
  expect(poolOf(world).database.refs('secret')).toHaveLength(2);
});

test('a shared repository is created on the master and plugged on every host, with its size', () => {
  create('nfs', { server: FILES, serverpath: '/export/fast' });
  expect(connections('store').map((pbd) => pbd['currently_attached'])).toEqual([true, true, true]);
  expect(rowOf(world, 'SR', 'store')).toMatchObject({ shared: true, type: 'nfs', physical_size: 4 * 2 ** 40 });
});

test('a host that cannot reach it stays unplugged, nobody is told, and plugging it says why', () => {
  runCommand(world, 'mask-lun', [FREE_LUN, 'new-3']);
  create('lvmoiscsi', { target: ARRAY, targetIQN: TARGET, SCSIid: FREE_LUN });
  const [broken] = connections('store').filter((pbd) => pbd['currently_attached'] !== true);
  expect(broken?.['host']).toBe(named(world, 'host', 'new-3'));
  const { database } = poolOf(world);
  const pbd = database.refs('PBD').find((self) => database.get('PBD', self) === broken) ?? '';
  expect(fault(ask(world, 'PBD.plug', [pbd]))[0]).toBe('SR_BACKEND_FAILURE_107');
  runCommand(world, 'unmask-lun', [FREE_LUN, 'new-3']);
  expect([ask(world, 'PBD.plug', [pbd]), database.get('PBD', pbd)['currently_attached']]).toEqual(['', true]);
});

test.each([
  ['nfs', { server: FILES, serverpath: '/none' }],
  ['lvmoiscsi', { target: ARRAY, targetIQN: TARGET, SCSIid: 'none' }],
  ['lvm', { device: '/dev/sda' }],
  ['nonesuch', {}],
])('a repository of %s that cannot be made leaves nothing behind', (type, config) => {
  const before = everything();
  expect(create(type, config)).toHaveProperty('error');
  expect(everything()).toEqual(before);
});

test('a LUN that is in use is not given out again', () => {
  create('lvmoiscsi', { target: ARRAY, targetIQN: TARGET, SCSIid: FREE_LUN });
  expect(create('lvmoiscsi', { target: ARRAY, targetIQN: TARGET, SCSIid: FREE_LUN }, 'again')).toEqual({ error: ['SR_DEVICE_IN_USE'] });
});

test('what another pool left is introduced, connected host by host, and its disks come with it', () => {
  const { database } = poolOf(world);
  const uuid = '7e570003-0000-4000-8000-5707a6e00000';
  const introduce = () => ask(world, 'SR.introduce', [uuid, 'lab', '', 'lvmoiscsi', 'user', true, {}]);
  const sr = String(introduce());
  expect(introduce()).toEqual({ error: ['SR_UUID_EXISTS', uuid] });
  const record = { host: poolOf(world).master.ref, SR: sr, device_config: { target: ARRAY, targetIQN: TARGET, SCSIid: USED_LUN }, other_config: {} };
  const pbd = String(ask(world, 'PBD.create', [record]));
  expect(ask(world, 'PBD.create', [record])).toEqual({ error: ['PBD_EXISTS', sr, record.host, pbd] });
  expect(ask(world, 'PBD.plug', [pbd])).toBe('');
  expect((database.get('SR', sr)['VDIs'] as string[]).map((vdi) => String(database.get('VDI', vdi)['name_label'])).toSorted()).toEqual([
    'lab-2023 disk 1',
    'lab-2023 disk 2',
    'lab-2023 disk 3',
  ]);
});

test('forgotten, a repository keeps its disks on the storage; destroyed, it is gone from there', () => {
  const { database } = poolOf(world);
  const config = { server: FILES, serverpath: '/export/fast' };
  const sr = String(create('nfs', config));
  const uuid = String(database.get('SR', sr)['uuid']);
  const disk = {
    name_label: 'kept',
    name_description: '',
    SR: sr,
    virtual_size: 2 ** 30,
    type: 'user',
    sharable: false,
    read_only: false,
    other_config: {},
  };
  ask(world, 'VDI.create', [disk]);
  expect([ask(world, 'SR.forget', [sr]), ask(world, 'SR.destroy', [sr])]).toEqual([{ error: ['SR_HAS_PBD', sr] }, { error: ['SR_HAS_PBD', sr] }]);
  const unplugAll = (self: string) => (database.get('SR', self)['PBDs'] as string[]).forEach((pbd) => void ask(world, 'PBD.unplug', [pbd]));
  unplugAll(sr);
  expect(ask(world, 'SR.destroy', [sr])).toEqual({ error: ['SR_NOT_EMPTY'] });
  ask(world, 'SR.forget', [sr]);

  const again = String(ask(world, 'SR.introduce', [uuid, 'again', '', 'nfs', 'user', true, {}]));
  const pbd = String(ask(world, 'PBD.create', [{ host: poolOf(world).master.ref, SR: again, device_config: config, other_config: {} }]));
  ask(world, 'PBD.plug', [pbd]);
  const [vdi = ''] = database.get('SR', again)['VDIs'] as string[];
  expect(database.get('VDI', vdi)['name_label']).toBe('kept');
  ask(world, 'VDI.destroy', [vdi]);
  unplugAll(again);
  expect(ask(world, 'SR.destroy', [again])).toBe('');
  expect(String(probe('nfs', { ...config, probeversion: '' }))).not.toContain(uuid);
});

test('a connection whose disks are in use is not unplugged', async () => {
  world = await buildScenario(twoHostsIscsi);
  const { database } = poolOf(world);
  const { resident_on: host, VBDs: slots } = rowOf(world, 'VM', 'web');
  const [slot = ''] = (slots as string[]).filter((vbd) => database.get('VBD', vbd)['type'] === 'Disk');
  const pbd = connections('shared-lun').find((row) => row['host'] === host);
  const self = database.refs('PBD').find((ref) => database.get('PBD', ref) === pbd) ?? '';
  expect(ask(world, 'PBD.unplug', [self])).toEqual({ error: ['VDI_IN_USE', database.get('VBD', slot)['VDI']] });
});
