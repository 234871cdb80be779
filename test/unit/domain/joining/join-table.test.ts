import { expect, test } from 'vitest';
import type { HostRef, PoolRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { type JoinCell, type JoinCheck, joinChecks } from '#shared/domain/joining/cell.ts';
import { requestsOfFix } from '#shared/domain/joining/fix.ts';
import { checkOfRefusal, hindrances, joinCells } from '#shared/domain/joining/join-table.ts';
import type { JoinSide } from '#shared/domain/joining/side.ts';
import { joinAdvice, joinCellText } from '#shared/text/join-text.ts';

const DAY_MS = 24 * 3_600_000;
const NOW_MS = 1_000 * DAY_MS;
const HVM = '1fcbfbff-f7fa3223-2d93fbff-00000123-00000001-001c0fbb-00000000-00000100-00001000-9c000400-00000000-00000000';

// In tests a name is its own reference.
const vm = (name: string) => ({ ref: name as VmRef, name });

function aSide(name: string, more: Partial<JoinSide> = {}): JoinSide {
  return {
    host: name,
    hostRef: name as HostRef,
    hostUuid: `${name}-uuid`,
    address: `${name}.example`,
    poolRef: `${name}-pool` as PoolRef,
    poolName: '',
    members: [{ uuid: `${name}-uuid`, name }],
    mayJoin: true,
    isHaEnabled: false,
    isUpdating: false,
    hasCluster: false,
    edition: 'xcp-ng',
    editions: [],
    licenceServer: {},
    restricts: { pooling: false, size: false },
    software: {
      product_brand: 'XCP-ng',
      product_version: '8.3.0',
      platform_version: '3.4.0',
      xapi: '24.19',
      xapi_build: '24.19.2',
      build_number: 'cloud',
      git_id: '0',
      db_schema: '5.780',
      network_backend: 'openvswitch',
    },
    apiVersion: '2.21',
    updates: ['XS83E001'],
    cpu: { vendor: 'GenuineIntel', model: 'Xeon Gold 6338', hvm: HVM, pv: HVM },
    guidances: [],
    running: [],
    suspended: [],
    busy: [],
    sharedSrs: [],
    bonds: [],
    tunnels: 0,
    sriovs: 0,
    vlans: [],
    removableNetworks: [],
    management: { pif: 'pif' as RefOf<'pif'>, device: 'eth0', vlan: -1, mode: 'Static', family: 'IPv4', ip: '10.0.0.5' },
    controller: '',
    purposes: [],
    directory: { type: '', service: '' },
    verifiesTls: true,
    authorities: {},
    certificateEndsMs: NOW_MS + 400 * DAY_MS,
    drivers: { nfs: { VDI_CREATE: 1, SR_PROBE: 1 } },
    clockAheadMs: 0,
    ...more,
  };
}

const host = (more: Partial<JoinSide> = {}): JoinSide => aSide('new', more);
const pool = (more: Partial<JoinSide> = {}): JoinSide => aSide('master', { poolName: 'office', ...more });
const software = (changes: Readonly<Record<string, string>>): Partial<JoinSide> => ({ software: { ...aSide('x').software, ...changes } });

function cellOf(check: JoinCheck, one: JoinSide, other: JoinSide, joining = 1): JoinCell {
  const cell = joinCells({ host: one, pool: other, joining, nowMs: NOW_MS }).find((each) => each.check === check);
  if (cell === undefined) throw new RangeError(check);
  return cell;
}

test('two hosts alike pass every check, each said quietly, and none has advice', () => {
  const cells = joinCells({ host: host(), pool: pool(), joining: 1, nowMs: NOW_MS });
  expect(cells.map(({ check }) => check)).toEqual(joinChecks);
  expect(cells.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  expect(cells.filter((cell) => joinCellText(cell) === '' || joinAdvice(cell) !== undefined)).toEqual([]);
});

type Case = readonly [check: JoinCheck, code: string, one: Partial<JoinSide>, other: Partial<JoinSide>, words: string];

const failures: readonly Case[] = [
  ['signed-in', 'RBAC_PERMISSION_DENIED', { mayJoin: false }, {}, 'Your role on this host may not join pools'],
  ['signed-in', 'RBAC_PERMISSION_DENIED', {}, { mayJoin: false }, 'Your role in the pool may not join hosts'],
  ['alone', 'OPERATION_NOT_ALLOWED', {}, { members: [{ uuid: 'new-uuid', name: 'new' }] }, 'It is in office already'],
  [
    'alone',
    'JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS',
    {
      poolName: 'lab',
      members: [
        { uuid: 'new-uuid', name: 'new' },
        { uuid: 'b', name: 'second' },
      ],
    },
    {},
    'Master of second in lab',
  ],
  ['ha', 'HA_IS_ENABLED', { isHaEnabled: true }, {}, 'HA is on on this host'],
  ['ha', 'HA_IS_ENABLED', {}, { isHaEnabled: true }, 'HA is on in the pool'],
  [
    'size',
    'LICENCE_RESTRICTION',
    { restricts: { pooling: false, size: true } },
    { members: ['a', 'b', 'c'].map((name) => ({ uuid: name, name })) },
    '4 hosts, its licence allows 3',
  ],
  ['licence', 'LICENCE_RESTRICTION', { restricts: { pooling: true, size: false } }, {}, 'Its licence xcp-ng allows no pools'],
  ['licence', 'LICENSE_HOST_POOL_MISMATCH', { edition: 'free' }, { edition: 'premium' }, 'Licence free, the pool has premium'],
  ['cluster', 'CLUSTERING_ENABLED', { hasCluster: true }, {}, 'Clustering is on on this host'],
  [
    'product',
    'HOSTS_NOT_COMPATIBLE',
    software({ product_version: '8.2.1', platform_version: '3.2.1' }),
    {},
    'XCP-ng 8.2.1, the pool has XCP-ng 8.3.0',
  ],
  ['product', 'POOL_JOINING_HOST_MUST_HAVE_SAME_API_VERSION', { apiVersion: '2.20' }, {}, 'API 2.20, the pool has API 2.21'],
  ['product', 'POOL_JOINING_HOST_MUST_HAVE_SAME_DB_SCHEMA', software({ db_schema: '' }), {}, 'database ?, the pool has database 5.780'],
  ['toolstack', 'HOSTS_NOT_HOMOGENEOUS', software({ xapi: '24.20', xapi_build: '24.20.0' }), {}, '24.20.0 cloud, the pool has 24.19.2 cloud'],
  ['updates', 'HOSTS_NOT_HOMOGENEOUS', { updates: [] }, {}, 'Updates differ, 1 missing: XS83E001'],
  ['updates', 'HOSTS_NOT_HOMOGENEOUS', { updates: ['XS83E001', 'XS83E002'] }, {}, 'Updates differ, too many: XS83E002'],
  ['guidance', 'HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY', { guidances: ['reboot_host'] }, {}, 'new waits for reboot host'],
  ['guidance', 'NOT_SUPPORTED_DURING_UPGRADE', {}, { isUpdating: true }, 'master is being updated'],
  ['vendor', 'HOSTS_NOT_HOMOGENEOUS', { cpu: { ...aSide('x').cpu, vendor: 'AuthenticAMD' } }, {}, 'AMD, the pool has Intel'],
  ['drivers', 'POOL_JOINING_SM_FEATURES_INCOMPATIBLE', { drivers: {} }, {}, 'Older or missing: nfs'],
  ['drivers', 'POOL_JOINING_SM_FEATURES_INCOMPATIBLE', {}, { drivers: { nfs: { SR_PROBE: 2 } } }, 'Older or missing: nfs'],
  ['interfaces', 'POOL_JOINING_HOST_HAS_BONDS', { bonds: ['eth0 + eth1'] }, {}, 'Has bond eth0 + eth1'],
  ['interfaces', 'POOL_JOINING_HOST_HAS_TUNNELS', { tunnels: 1 }, {}, 'Has a tunnel'],
  ['interfaces', 'POOL_JOINING_HOST_HAS_NETWORK_SRIOVS', { sriovs: 2 }, {}, 'Has 2 SR-IOV networks'],
  ['interfaces', 'POOL_JOINING_HOST_HAS_NON_MANAGEMENT_VLANS', { vlans: [7] }, {}, 'Has VLAN 7 beside the management'],
  ['management', 'HOST_STILL_BOOTING', { management: undefined }, {}, 'It has no management interface yet'],
  [
    'management-vlan',
    'POOL_JOINING_HOST_MANAGEMENT_VLAN_DOES_NOT_MATCH',
    {},
    { management: { pif: 'pif' as RefOf<'pif'>, device: 'eth0', vlan: 20, mode: 'Static', family: 'IPv4', ip: '' } },
    'untagged, the pool is VLAN 20',
  ],
  [
    'address-family',
    'OPERATION_NOT_ALLOWED',
    { management: { pif: 'pif' as RefOf<'pif'>, device: 'eth0', vlan: -1, mode: 'Static', family: 'IPv6', ip: '' } },
    {},
    'IPv6, the pool has IPv4',
  ],
  ['backend', 'OPERATION_NOT_ALLOWED', software({ network_backend: 'bridge' }), {}, 'bridge, the pool has openvswitch'],
  ['backend', 'OPERATION_NOT_ALLOWED', { controller: '10.0.0.9' }, {}, '10.0.0.9, the pool has none'],
  ['purposes', 'OPERATION_NOT_ALLOWED', { purposes: ['nbd'] }, { purposes: ['insecure_nbd'] }, 'One side serves NBD with TLS, the other without'],
  ['running', 'JOINING_HOST_CANNOT_HAVE_RUNNING_VMS', { running: [{ ...vm('web'), features: '' }] }, {}, 'web is running'],
  [
    'suspended',
    'JOINING_HOST_CANNOT_HAVE_RUNNING_OR_SUSPENDED_VMS',
    { suspended: [vm('web')], ...software({ platform_version: '3.2.1' }) },
    software({ platform_version: '3.2.1' }),
    'web is suspended',
  ],
  ['busy', 'JOINING_HOST_CANNOT_HAVE_VMS_WITH_CURRENT_OPERATIONS', { busy: [vm('web')] }, {}, 'web is being changed'],
  [
    'shared-storage',
    'JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS',
    { sharedSrs: [{ ref: 'nfs' as RefOf<'sr'>, name: 'lab-nfs' }] },
    {},
    'lab-nfs is shared',
  ],
  ['tls', 'POOL_JOINING_HOST_TLS_VERIFICATION_MISMATCH', { verifiesTls: false }, {}, 'Off here, on in the pool'],
  [
    'authorities',
    'POOL_JOINING_HOST_CA_CERTIFICATES_CONFLICT',
    { authorities: { 'ca.pem': 'AA' } },
    { authorities: { 'ca.pem': 'BB' } },
    'Same name, another certificate: ca.pem',
  ],
  ['directory', 'POOL_JOINING_EXTERNAL_AUTH_MISMATCH', { directory: { type: 'AD', service: 'lab.test' } }, {}, 'AD lab.test, the pool: not joined'],
];

test.each(failures)('%s fails with %s', (check, code, one, other, words) => {
  const cell = cellOf(check, host(one), pool(other));
  expect([cell.verdict, cell.code, joinCellText(cell)]).toEqual(['failed', code, words]);
});

/** Codes that mean several things, told apart by what follows them. */
const AMBIGUOUS = new Set(['OPERATION_NOT_ALLOWED', 'HOSTS_NOT_HOMOGENEOUS', 'LICENCE_RESTRICTION', 'NOT_SUPPORTED_DURING_UPGRADE']);

test.each(failures.filter(([, code]) => !AMBIGUOUS.has(code)))('the row of %s is where %s belongs', (check, code) => {
  expect(checkOfRefusal(code, [])).toBe(check);
});

const warnings: readonly (readonly [check: JoinCheck, one: Partial<JoinSide>, other: Partial<JoinSide>, joining: number, words: string])[] = [
  ['size', {}, {}, 16, '17 hosts, more than the recommended 16'],
  ['size', {}, {}, 64, '65 hosts, more than the recommended 64'],
  ['packs', software({ 'acme:agent': '1' }), {}, 1, 'Add-on packs differ: acme:agent'],
  ['model', { cpu: { ...aSide('x').cpu, model: 'Xeon D-1541' } }, {}, 1, 'Xeon D-1541, the pool has Xeon Gold 6338'],
  ['suspended', { suspended: [vm('web')] }, {}, 1, 'web is suspended'],
  ['clock', { clockAheadMs: 5_400 }, { clockAheadMs: 400 }, 1, '5 s ahead of the pool'],
  ['certificate', { certificateEndsMs: NOW_MS + 12 * DAY_MS }, {}, 1, 'Ends in 12 days'],
  [
    'static-address',
    { management: { pif: 'pif' as RefOf<'pif'>, device: 'eth0', vlan: -1, mode: 'DHCP', family: 'IPv4', ip: '10.0.0.5' } },
    {},
    1,
    'Its address 10.0.0.5 comes from DHCP and may change',
  ],
];

test.each(warnings)('%s warns, and stands in nobody’s way', (check, one, other, joining, words) => {
  const cell = cellOf(check, host(one), pool(other), joining);
  expect([cell.verdict, joinCellText(cell)]).toEqual(['warns', words]);
  expect(hindrances([cell], false)).toEqual([]);
});

/** As HVM, without AVX2 and BMI2. */
const OLDER = HVM.replace('001c0fbb', '001c0e9b');

test('a weaker processor takes the pool down: named is what is lost, and who keeps it until restarted', () => {
  const other = pool({
    running: [
      { ...vm('web'), features: HVM },
      { ...vm('old'), features: OLDER },
    ],
  });
  const cell = cellOf('features', host({ cpu: { ...aSide('x').cpu, hvm: OLDER, pv: OLDER } }), other);
  expect([cell.verdict, joinCellText(cell), cell.names]).toEqual(['warns', 'Pool level drops: no AVX2, BMI2', ['web']]);
});

test('a stronger one is masked, which is no trouble', () => {
  const cell = cellOf('features', host(), pool({ cpu: { ...aSide('x').cpu, hvm: OLDER, pv: OLDER } }));
  expect([cell.verdict, joinCellText(cell)]).toEqual(['passed', 'Better than the pool: AVX2, BMI2 will be masked']);
});

test('force goes past the maker of the processor and the build of the toolstack, and past nothing else', () => {
  const forcible = failures.filter(([check, , one, other]) => hindrances([cellOf(check, host(one), pool(other))], true).length === 0);
  expect(forcible.map(([check]) => check)).toEqual(['toolstack', 'vendor']);
});

test('what can be mended from here is asked of the side it is on', () => {
  const places = { host: { server: 'one', pool: 'p1' as PoolRef }, pool: { server: 'two', pool: 'p2' as PoolRef } };
  const asked = failures.flatMap(([check, , one, other]) =>
    (cellOf(check, host(one), pool(other)).fixes ?? []).flatMap((fix) => requestsOfFix(fix, places)),
  );
  expect(asked).toEqual([
    { kind: 'ha.disable', server: 'one' },
    { kind: 'ha.disable', server: 'two' },
    { kind: 'host.set-edition', server: 'one', host: 'new', edition: 'premium', licenceServer: {} },
    { kind: 'vm.suspend', server: 'one', vm: 'web' },
    { kind: 'vm.shut-down', way: 'clean', server: 'one', vm: 'web' },
    { kind: 'vm.resume', server: 'one', vm: 'web' },
    { kind: 'sr.forget', server: 'one', sr: 'nfs' },
    { kind: 'pool.verify-tls', server: 'one' },
    { kind: 'host.leave-directory', server: 'one', host: 'new' },
  ]);
});

test('what the pool would not take is removed from here, unless VMs have cards in it', () => {
  const networks = ['bonded' as RefOf<'network'>];
  const cells = [networks, []].map((removableNetworks) => cellOf('interfaces', host({ bonds: ['eth0 + eth1'], removableNetworks }), pool()));
  expect(cells.map(({ fixes }) => fixes)).toEqual([[{ is: 'remove-networks', networks }], undefined]);
  expect(cells.map(joinAdvice)).toEqual([
    'Remove it; the pool builds its own on joining.',
    'Take the cards of VMs out of its network, then remove it; the pool builds its own on joining.',
  ]);
  const places = { host: { server: 'one', pool: 'p1' as PoolRef }, pool: { server: 'two', pool: 'p2' as PoolRef } };
  expect((cells[0]?.fixes ?? []).flatMap((fix) => requestsOfFix(fix, places))).toEqual([
    { kind: 'network.destroy', server: 'one', network: 'bonded' },
  ]);
});
