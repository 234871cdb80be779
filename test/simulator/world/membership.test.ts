import { expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { addRow } from '#simulator/world/rows.ts';
import { openSession } from '#simulator/world/sessions.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import { ask } from '#test/support/ask.ts';

const MINUTE_MS = 60_000;

async function loneHosts() {
  return await buildScenario(scenarioNamed('lone-hosts'));
}

/** Asks on the host's own session and lets the world go on until there is an answer. */
function askOn(world: World, host: SimHost, name: string, parameters: readonly Value[]) {
  const [account] = host.pool.accounts;
  if (account === undefined) throw new RangeError('nobody may log in');
  return ask(world, name, parameters, { host, session: openSession(world, host, { account, originator: 'test' }) });
}

function join(world: World, host: SimHost, name = 'pool.join') {
  const { address } = hostNamed(world, 'off-1');
  return askOn(world, host, name, [address, 'root', 'poolkeeper']);
}

const officeOf = (world: World): PoolState => hostNamed(world, 'off-1').pool;

function rows(pool: PoolState, table: string): readonly Row[] {
  return pool.database.refs(table).map((self) => pool.database.get(table, self));
}

function hostRow(pool: PoolState, uuid: string): Row {
  return pool.database.get('host', pool.database.refByUuid('host', uuid) ?? '');
}

const metricsOf = (pool: PoolState, row: Row): Row => pool.database.get('host_metrics', String(row['metrics']));

test('a fresh host becomes a member: another reference, the same UUID, live and enabled once its toolstack is back', async () => {
  const world = await loneHosts();
  const host = hostNamed(world, 'fresh-a-1');
  const before = { ref: host.ref, pools: world.pools.length, ports: rows(host.pool, 'PIF').length };
  expect(join(world, host)).toBe('');
  const pool = officeOf(world);
  expect(hostRow(pool, host.uuid)).toMatchObject({ name_label: 'fresh-a-1', enabled: false });
  expect(metricsOf(pool, hostRow(pool, host.uuid))['live']).toBe(false);
  world.clock.advance(2 * MINUTE_MS);
  const row = hostRow(pool, host.uuid);
  expect(row).toMatchObject({ enabled: true });
  expect(metricsOf(pool, row)['live']).toBe(true);
  expect([host.pool, host.role.is, world.pools.length]).toEqual([pool, 'slave', before.pools - 1]);
  expect(host.ref).not.toBe(before.ref);
  expect((row['PIFs'] as Ref[]).length).toBe(before.ports);
  const networks = new Set(rows(pool, 'PIF').map((pif) => pif['network']));
  expect(networks.size).toBe(before.ports);
  expect((row['PBDs'] as Ref[]).every((pbd) => pool.database.get('PBD', pbd)['currently_attached'] === true)).toBe(true);
});

test('no record of the pool points at anything that did not come along', async () => {
  const world = await loneHosts();
  join(world, hostNamed(world, 'fresh-a-1'));
  world.clock.advance(MINUTE_MS);
  const { database } = officeOf(world);
  const known = new Set([...database.tables.values()].flatMap((table) => [...table.rows.keys()]));
  const lost = [...database.tables].flatMap(([table, { rows: stored }]) =>
    [...stored].flatMap(([self, { row }]) =>
      Object.entries(row).flatMap(([field, value]) =>
        (Array.isArray(value) ? value : [value])
          .filter(
            (item): item is string => typeof item === 'string' && item.startsWith('OpaqueRef:') && item !== 'OpaqueRef:NULL' && !known.has(item),
          )
          .map((item) => `${table} ${self} ${field} ${item}`),
      ),
    ),
  );
  expect(lost).toEqual([]);
});

test('an older processor takes the pool down to what it can do', async () => {
  const world = await loneHosts();
  const features = () => String((rows(officeOf(world), 'pool')[0]?.['cpu_info'] as Record<string, Value> | undefined)?.['features_hvm']);
  const before = features();
  join(world, hostNamed(world, 'older-1'));
  world.clock.advance(2 * MINUTE_MS);
  expect(features()).not.toBe(before);
});

interface Refusal {
  readonly what: string;
  readonly befalls: (host: SimHost, world: World) => void;
  readonly error: readonly unknown[];
}

const own = (table: string, changes: Row) => (host: SimHost) => {
  for (const self of host.pool.database.refs(table)) host.pool.database.set(table, self, changes);
};
const theirs = (table: string, changes: Row) => (_host: SimHost, world: World) => {
  const { database } = officeOf(world);
  for (const self of database.refs(table)) database.set(table, self, changes);
};
const software = (changes: Readonly<Record<string, string>>) => (host: SimHost) => {
  const { database } = host.pool;
  const { software_version: before } = database.get('host', host.ref);
  database.set('host', host.ref, { software_version: { ...(before as Readonly<Record<string, string>>), ...changes } });
};
const more = (table: string, row: Row) => (host: SimHost, world: World) => void addRow({ world, pool: host.pool }, table, row);

const refusals: readonly Refusal[] = [
  { what: 'HA on the pool', befalls: theirs('pool', { ha_enabled: true }), error: ['HA_IS_ENABLED'] },
  { what: 'HA on the host', befalls: own('pool', { ha_enabled: true }), error: ['HA_IS_ENABLED'] },
  { what: 'no management interface', befalls: own('PIF', { management: false }), error: ['HOST_STILL_BOOTING'] },
  { what: 'a running VM', befalls: more('VM', { power_state: 'Running' }), error: ['JOINING_HOST_CANNOT_HAVE_RUNNING_VMS'] },
  {
    what: 'a VM that is being changed',
    befalls: more('VM', { power_state: 'Halted', current_operations: { 'OpaqueRef:1': 'start' } }),
    error: ['JOINING_HOST_CANNOT_HAVE_VMS_WITH_CURRENT_OPERATIONS'],
  },
  { what: 'another product', befalls: software({ product_brand: 'XenServer' }), error: ['HOSTS_NOT_COMPATIBLE'] },
  { what: 'another toolstack', befalls: software({ xapi: '23.1' }), error: ['HOSTS_NOT_HOMOGENEOUS', 'Software version differs'] },
  { what: 'shared storage', befalls: more('SR', { shared: true, name_label: 'nfs' }), error: ['JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS'] },
  { what: 'a bond', befalls: more('Bond', {}), error: ['POOL_JOINING_HOST_HAS_BONDS'] },
  { what: 'a tunnel', befalls: more('tunnel', {}), error: ['POOL_JOINING_HOST_HAS_TUNNELS'] },
  { what: 'a virtual function network', befalls: more('network_sriov', {}), error: ['POOL_JOINING_HOST_HAS_NETWORK_SRIOVS'] },
  { what: 'a VLAN', befalls: more('PIF', { VLAN: 7, device: 'eth0' }), error: ['POOL_JOINING_HOST_HAS_NON_MANAGEMENT_VLANS'] },
  { what: 'another directory', befalls: own('host', { external_auth_type: 'AD' }), error: ['POOL_JOINING_EXTERNAL_AUTH_MISMATCH'] },
  {
    what: 'another edition',
    befalls: own('host', { edition: 'free' }),
    error: ['LICENSE_HOST_POOL_MISMATCH', 'host edition = "free"', 'pool edition = "xcp-ng"'],
  },
  { what: 'another network backend', befalls: software({ network_backend: 'bridge' }), error: ['OPERATION_NOT_ALLOWED', 'Network backends differ'] },
  {
    what: 'another version of the API',
    befalls: own('host', { API_version_minor: 3n }),
    error: ['POOL_JOINING_HOST_MUST_HAVE_SAME_API_VERSION', '2.3', expect.any(String)],
  },
  {
    what: 'another database',
    befalls: software({ db_schema: '5.1' }),
    error: ['POOL_JOINING_HOST_MUST_HAVE_SAME_DB_SCHEMA', '5.1', expect.any(String)],
  },
  {
    what: 'certificates unchecked on one side',
    befalls: own('pool', { tls_verification_enabled: false }),
    error: ['POOL_JOINING_HOST_TLS_VERIFICATION_MISMATCH'],
  },
  {
    what: 'a driver that can do less',
    befalls: own('SM', { features: {} }),
    error: ['POOL_JOINING_SM_FEATURES_INCOMPATIBLE', expect.any(String), expect.any(String)],
  },
];

test.each(refusals)('is refused for $what', async ({ befalls, error }) => {
  const world = await loneHosts();
  const host = hostNamed(world, 'fresh-a-1');
  befalls(host, world);
  const hosts = officeOf(world).database.refs('host').length;
  expect(join(world, host)).toEqual({ error });
  expect(officeOf(world).database.refs('host')).toHaveLength(hosts);
});

test('processors of another maker are let in by force only, and nothing else is', async () => {
  const world = await loneHosts();
  const host = hostNamed(world, 'fresh-a-1');
  const { database } = host.pool;
  database.set('host', host.ref, { cpu_info: { ...(database.get('host', host.ref)['cpu_info'] as Record<string, string>), vendor: 'AuthenticAMD' } });
  expect(join(world, host)).toEqual({ error: ['HOSTS_NOT_HOMOGENEOUS', 'CPUs differ'] });
  expect(join(world, host, 'pool.join_force')).toBe('');
});

test('a wrong password is refused before anything is looked at', async () => {
  const world = await loneHosts();
  const answer = askOn(world, hostNamed(world, 'fresh-a-1'), 'pool.join', [hostNamed(world, 'off-1').address, 'root', 'wrong']);
  expect(answer).toEqual({ error: ['SESSION_AUTHENTICATION_FAILED', 'root', 'Authentication failure'] });
});

test('a member that leaves starts alone, with its own storage empty and forgotten in the pool', async () => {
  const world = await loneHosts();
  const [master, member] = [hostNamed(world, 'off-1'), hostNamed(world, 'off-2')];
  const guests = (hostRow(officeOf(world), member.uuid)['resident_VMs'] as Ref[]).filter(
    (vm) => officeOf(world).database.get('VM', vm)['is_control_domain'] === false,
  );
  expect(askOn(world, master, 'pool.eject', [member.ref])).toEqual({ error: ['OPERATION_NOT_ALLOWED', 'VM resident on host'] });
  for (const vm of guests) askOn(world, master, 'VM.hard_shutdown', [vm]);
  expect(askOn(world, master, 'pool.eject', [member.ref])).toBe('');
  expect(officeOf(world).database.refByUuid('host', member.uuid)).toBeUndefined();
  world.clock.advance(5 * MINUTE_MS);
  expect([member.role.is, member.pool === officeOf(world), member.pool.database.refs('host').length]).toEqual(['master', false, 1]);
  expect(member.pool.database.get('host', member.ref)).toMatchObject({ enabled: true, name_label: 'off-2' });
  expect(world.hosts).toContain(member);
});

test('a host is made master: every member follows it, and the old one comes back as a member', async () => {
  const world = await loneHosts();
  const [before, next] = [hostNamed(world, 'off-1'), hostNamed(world, 'off-2')];
  expect(askOn(world, before, 'pool.designate_new_master', [next.ref])).toBe('');
  world.clock.advance(2 * MINUTE_MS);
  expect([next.role.is, before.role.is, officeOf(world).master === next]).toEqual(['master', 'slave', true]);
  expect(rows(officeOf(world), 'pool')[0]).toMatchObject({ master: next.ref });
  expect(hostRow(officeOf(world), before.uuid)).toMatchObject({ enabled: true });
});

test('a host is emptied: its VMs run on elsewhere', async () => {
  const world = await loneHosts();
  const [master, member] = [hostNamed(world, 'off-1'), hostNamed(world, 'off-2')];
  const guests = () =>
    (hostRow(officeOf(world), member.uuid)['resident_VMs'] as Ref[]).filter(
      (vm) => officeOf(world).database.get('VM', vm)['is_control_domain'] === false,
    );
  expect(guests().length).toBeGreaterThan(0);
  askOn(world, master, 'host.disable', [member.ref]);
  expect(askOn(world, master, 'host.evacuate', [member.ref])).toBe('');
  expect(guests()).toEqual([]);
});
