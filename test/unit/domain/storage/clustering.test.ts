import { describe, expect, test } from 'vitest';
import { applyDelta, type Delta } from '#shared/domain/inventory/inventory.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import { storageProblems } from '#shared/domain/rules/storage-rules.ts';
import { driverTerms } from '#shared/domain/storage/driver-terms.ts';
import { discoveryInResults, isNothingBeside, type Look, lookBeside, probeOf } from '#shared/domain/storage/look.ts';
import { storageFault } from '#shared/domain/storage/fault.ts';
import { hostsOutOfCluster, mayHoldGfs2 } from '#shared/domain/storage/clustering.ts';
import { storageOffers } from '#shared/domain/storage/offer.ts';
import { emptyDraft, storageDraft } from '#shared/domain/wizards/new-storage/draft.ts';
import { lookFor, sourceOf } from '#shared/domain/wizards/new-storage/question.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const UUID = '7e570004-0000-4000-8000-5707a6e00000';
const driver = aRecord('sm', { type: 'gfs2', name: 'GFS2', requiredClusterStack: ['corosync'] });
const member = (host: string, isEnabled = true) => aRecord('clusterHost', { host: host as never, isEnabled });
const plain = anInventory({ pool: 'Paris', hosts: { h1: {}, h2: {} } });
const withDriver = (more: Delta) => applyDelta(plain, { sm: { set: { gfs2: driver } }, ...more });
const cluster: Delta = { cluster: { set: { c: aRecord('cluster', { stack: 'corosync' }) } } };
const restricted: Delta = { pool: { set: { pool: aRecord('pool', { restrictions: { restrict_corosync: 'true' } }) } } };
const clustered = withDriver({ ...cluster, clusterHost: { set: { m1: member('h1'), m2: member('h2', false) } } });

const source = { kind: 'iscsi', format: 'gfs2', target: '10.0.0.5', port: 3260, iqn: 'iqn.a:b', scsiId: '36001' } as const;
const request = { kind: 'sr.create', server: 's', source, name: 'thin', description: '', asDefault: false } as const;

describe('GFS2', () => {
  test.each([
    ['no driver', plain, [], ['no-storage-driver', false]],
    ['no cluster', withDriver({}), ['needs-cluster', 'needs-cluster'], ['needs-cluster', true]],
    ['no licence', withDriver({ ...cluster, ...restricted }), ['no-licence', 'no-licence'], ['no-cluster-licence', false]],
    [
      'a cluster the master is out of',
      withDriver({ ...cluster, clusterHost: { set: { m2: member('h2') } } }),
      [undefined, undefined],
      ['master-out-of-cluster', true],
    ],
    ['a cluster', clustered, [undefined, undefined], [undefined, true]],
  ] as const)('with %s', (_, inventory, offered, [rule, isLookedFor]) => {
    const offers = storageOffers(inventory).filter(({ type }) => type === 'gfs2');
    expect(offers.map(({ unavailable }) => unavailable)).toEqual(offered);
    // A pool that tells of no driver is one we may not see them in.
    const seen = inventory === plain ? applyDelta(plain, { sm: { set: { nfs: aRecord('sm', { type: 'nfs' }) } } }) : inventory;
    expect(storageProblems(request, seen).map((problem) => problem.rule)).toEqual(rule === undefined ? [] : [rule]);
    expect(mayHoldGfs2(inventory)).toBe(isLookedFor);
  });

  test('names hosts that are out of the cluster, and is told its way to the LUN', () => {
    expect(hostsOutOfCluster(clustered, driver)).toEqual(['h2']);
    expect(driverTerms({ kind: 'hba', format: 'gfs2', scsiId: '36001' })).toMatchObject({
      type: 'gfs2',
      isShared: true,
      deviceConfig: { provider: 'hba', SCSIid: '36001' },
    });
    const [line] = xeLines(request, clustered);
    expect(line).toContain('type=gfs2');
    expect(line).toContain('device-config:provider=iscsi');
    expect(line).toContain('device-config:targetIQN=iqn.a:b');
  });
});

describe('results of a probe', () => {
  const whole: Look = { at: 'iscsi', format: 'gfs2', target: '10.0.0.5', port: 3260, iqn: 'iqn.a:b', scsiId: '36001' };

  test('without an identity for what lies there, or in no known shape, are not taken for nothing', () => {
    const odd = [[{ configuration: {}, sr: { name_label: 'x' } }], [{ configuration: {}, sr: { uuid: 'x' } }], 'no list', [null], [{}], null];
    expect(odd.map((answer) => discoveryInResults(whole, answer))).toEqual(odd.map(() => undefined));
    const nothing = [[], [{ configuration: {}, complete: true, extra_info: {} }], [{ configuration: {}, sr: null }]];
    expect(nothing.map((answer) => discoveryInResults(whole, answer))).toEqual(nothing.map(() => ({ found: 'repositories', repositories: [] })));
  });

  test('are kept for attaching, without passwords', () => {
    const configuration = { provider: 'iscsi', chapuser: 'x', chappassword: 'y', chappassword_secret: 'z' };
    expect(discoveryInResults(whole, [{ configuration, sr: { uuid: UUID, name_label: 'a', name_description: '', total_space: 5 } }])).toEqual({
      found: 'repositories',
      repositories: [{ uuid: UUID, name: 'a', sizeBytes: 5, told: { provider: 'iscsi', chapuser: 'x' } }],
    });
  });

  test('of a device that is not there are told as that; beside LVM it means that nothing of it lies there', () => {
    const missing = ['SR_BACKEND_FAILURE', ['DeviceNotFoundException', '', '']] as const;
    expect(storageFault(...missing)).toBe('device-not-there');
    const chap = { ...whole, chap: { user: 'x', secret: UUID } };
    expect([
      isNothingBeside(whole, ...missing),
      isNothingBeside(chap, 'ISCSILogin', []),
      isNothingBeside(whole, 'ISCSILogin', []),
      isNothingBeside(whole, 'SR_BACKEND_FAILURE', ['', 'x', '']),
      isNothingBeside({ ...whole, format: undefined }, ...missing),
    ]).toEqual([true, true, false, false, false]);
  });

  test('are asked of one LUN at one place with the other driver', () => {
    const lvm: Look = { at: 'iscsi', target: '10.0.0.5,10.0.0.6', port: 3260, iqn: 'iqn.a:b', scsiId: '36001' };
    const beside = lookBeside(lvm);
    expect(beside === undefined ? undefined : probeOf(beside)).toMatchObject({
      type: 'gfs2',
      deviceConfig: { provider: 'iscsi', target: '10.0.0.5', SCSIid: '36001' },
    });
    expect(lookBeside(whole)).toMatchObject({ format: undefined, scsiId: '36001' });
    expect([lookBeside({ ...lvm, iqn: '*' }), lookBeside({ ...lvm, scsiId: undefined }), lookBeside({ at: 'lvm', devices: ['/dev/sdb'] })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('what is taken in', () => {
  const chosen = (type: string, format: 'lvm' | 'gfs2' | undefined) =>
    [
      { do: 'choose-kind', kind: 'hba', type, name: 'x' } as const,
      { do: 'choose-device', scsiId: '36001', isOn: true } as const,
      {
        do: 'contents',
        device: '36001',
        looked: { is: 'found', discovery: { found: 'repositories', repositories: [{ uuid: UUID, format, told: { provider: 'hba' } }] } },
      } as const,
    ].reduce((draft, input) => storageDraft(draft, input), emptyDraft<never>({ name: 'Storage', asDefault: false, host: 'h1' }));

  test.each([
    ['lvmohba', 'gfs2', 'gfs2'],
    ['gfs2', undefined, 'gfs2'],
    ['gfs2', 'lvm', undefined],
    ['lvmohba', undefined, undefined],
  ] as const)('of %s with %s on it stays as it is; what is new is what was chosen', (type, held, format) => {
    const draft = chosen(type, held);
    expect(sourceOf(draft, {}, '36001')).toEqual({
      kind: 'hba',
      scsiId: '36001',
      ...(format !== undefined && { format, told: { provider: 'hba' } }),
    });
    const erasing = storageDraft(draft, { do: 'way', device: '36001', way: { is: 'create' } });
    expect(sourceOf(erasing, {}, '36001')).toEqual({ kind: 'hba', scsiId: '36001', ...(type === 'gfs2' && { format: 'gfs2' }) });
    expect(lookFor(draft, {})).toMatchObject({ at: 'hba', ...(type === 'gfs2' && { format: 'gfs2' }) });
  });
});
