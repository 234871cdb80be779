import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import { addPlainPool } from '#simulator/scenarios/plain-pool.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { operatingOn, type Operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';
import { serving } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

const HOSTS = 16;
const NETWORK = 'Pool-wide network associated with eth1';

let at: Operating;
beforeAll(async () => {
  const world = await buildScenario({
    name: 'sixteen',
    description: 'as many hosts as pools have',
    build: (stage) => {
      addPlainPool(stage, { name: 'sixteen', hostPrefix: 'h', hostCount: HOSTS, addressPrefix: '10.9.0', storage: 'none', vmCount: 0 });
    },
  });
  const served = await serving(world, { speed: 20 });
  const engine = aTestEngine();
  at = operatingOn({ engine, served, server: await connected(engine, served) });
});
afterAll(async () => {
  await at.engine[Symbol.asyncDispose]();
  await at.served[Symbol.asyncDispose]();
});

const hostRef = (position: number): HostRef => named(at.served.world, 'host', `h-${position}`) as HostRef;
const networkRef = (): RefOf<'network'> => named(at.served.world, 'network', NETWORK) as RefOf<'network'>;

function wishes(part: (position: number) => Partial<HostAddress> = () => ({})): HostAddress[] {
  return Array.from({ length: HOSTS }, (_, index) => ({
    host: hostRef(index + 1),
    mode: 'Static' as const,
    ip: `10.50.0.${11 + index}`,
    netmask: '255.255.255.0',
    gateway: '',
    dns: '',
    ...part(index + 1),
  }));
}

async function give(addresses: readonly HostAddress[], more: { readonly target?: string } = {}): Promise<Operation> {
  return await at.end(await at.begin({ kind: 'network.address', server: at.server, network: networkRef(), addresses, insists: false, ...more }));
}

function ips() {
  const { database } = poolOf(at.served.world);
  return (rowOf(at.served.world, 'network', NETWORK)['PIFs'] as string[]).map((pif) => database.get('PIF', pif)['IP']);
}

function all() {
  const { database } = poolOf(at.served.world);
  // Which interfaces a network has is told in no order.
  const row = (table: string, self: string) => ({
    ...database.get(table, self),
    PIFs: [...((database.get(table, self)['PIFs'] ?? []) as string[])].sort(),
  });
  return structuredClone(['network', 'PIF', 'Bond', 'VLAN'].map((table) => database.refs(table).map((self) => row(table, self))));
}

test('sixteen hosts get addresses one after the other, the master last, with what could not be asked said', async () => {
  const { state } = await give(wishes());
  expect(state).toMatchObject({
    is: 'done',
    remarks: expect.arrayContaining([{ is: 'neighbours-not-asked' }, { is: 'reach-not-proven', host: 'h-1' }]),
  });
  expect(new Set(ips())).toEqual(new Set(wishes().map(({ ip }) => ip)));
});

test('one host of sixteen fails in the middle: every address that was given is taken back, and it is told which', async () => {
  const before = all();
  runCommand(at.served.world, 'power-off', ['h-7']);
  const { state } = await give(wishes((position) => ({ ip: `10.51.0.${position + 10}` })));
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code: 'CANNOT_CONTACT_HOST' } });
  // The host that does not answer cannot be told again; those before it have what they had.
  const undone = state.is === 'failed' ? state.undone.flatMap((trace) => (trace.is === 'address-restored' ? [trace.host] : [])) : [];
  expect(undone).toEqual(['h-6', 'h-5', 'h-4', 'h-3', 'h-2']);
  expect(state).toMatchObject({
    left: [
      { is: 'address-left', host: 'h-7', was: '10.50.0.17' },
      { is: 'addresses', hosts: expect.arrayContaining(['h-2 (10.50.0.12)', 'h-6 (10.50.0.16)']) },
    ],
  });
  expect(all()).toEqual(before);
});

test.for([
  { uplink: { is: 'vlan', device: 'eth1', tag: 120 }, undone: [{ is: 'network-removed' }] },
  { uplink: { is: 'bond', devices: ['eth2', 'eth3'], mode: 'active-backup' }, undone: [{ is: 'network-removed' }, { is: 'cards-as-before' }] },
] as const)('a $uplink.is over sixteen hosts, one of which fails in the middle, leaves every host as it was', async ({ uplink, undone }) => {
  const before = all();
  const wish = { kind: 'network.create', server: at.server, name: 'storage', description: '', mtu: 1500, isAutomatic: false, uplink } as const;
  const { state } = await at.end(await at.begin(wish));
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code: 'CANNOT_CONTACT_HOST' }, undone, left: [] });
  expect(all()).toEqual(before);
});

test('whatever is wrong with a table of addresses is said at once, and nothing is changed', async () => {
  const before = all();
  const wrong = wishes((position) => {
    if (position === 2) return { ip: '10.50.0.99', netmask: '255.0.255.0' };
    if (position === 3) return { ip: '10.50.0.255' };
    if (position === 4) return { ip: '10.50.0.11' };
    if (position === 5) return { ip: '10.9.0.11' };
    if (position === 6) return { gateway: '10.60.0.1' };
    return {};
  });
  const { state } = await give(wrong);
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'precheck' } });
  const problems = state.is === 'failed' && state.failure.kind === 'precheck' ? state.failure.problems : [];
  expect(problems).toEqual(
    expect.arrayContaining([
      { rule: 'bad-host-address', host: 'h-2', what: 'netmask', typed: '255.0.255.0' },
      { rule: 'bad-host-address', host: 'h-3', what: 'address', typed: '10.50.0.255' },
      { rule: 'address-taken', address: '10.50.0.11', by: 'h-1' },
      { rule: 'address-taken', address: '10.9.0.11', by: 'h-1 (eth0)' },
      { rule: 'gateway-outside', host: 'h-6', gateway: '10.60.0.1' },
    ]),
  );
  expect(all()).toEqual(before);
});

test('management moves to a network with addresses, member after member, and not without a way back unless somebody insists', async () => {
  const move = async (insists: boolean): Promise<Operation> =>
    await at.end(await at.begin({ kind: 'network.move-management', server: at.server, network: networkRef(), host: hostRef(2), insists }));
  const before = all();
  const refused = await move(false);
  expect(refused.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'not-armed', host: 'h-2' }] } });
  expect(all()).toEqual(before);
  const moved = await move(true);
  expect(moved.state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'host', 'h-2')['address']).toBe('10.50.0.12');
});

test('a host that is managed over IPv6 alone gets another such address, and cannot lose its last', async () => {
  const { database } = poolOf(at.served.world);
  const management = 'Pool-wide network associated with eth0';
  const [pif = ''] = (rowOf(at.served.world, 'network', management)['PIFs'] as string[]).filter(
    (ref) => database.get('PIF', ref)['host'] === hostRef(5),
  );
  const only = { ip_configuration_mode: 'None', IP: '', netmask: '', gateway: '', ipv6_configuration_mode: 'Static', IPv6: ['2001:db8::15/64'] };
  database.set('PIF', pif, only);
  database.set('host', hostRef(5), { address: '2001:db8::15' });
  const network = named(at.served.world, 'network', management) as RefOf<'network'>;
  const none = { host: hostRef(5), mode: 'None', ip: '', netmask: '', gateway: '', dns: '' } as const;
  const change = (ipv6: HostAddress['ipv6']) =>
    ({ kind: 'network.address', server: at.server, network, addresses: [{ ...none, ipv6 }], insists: true }) as const;
  const problems = async (ipv6: HostAddress['ipv6'] = { mode: 'None', address: '', gateway: '' }): Promise<readonly string[]> => {
    const answer = await at.engine.call('operation.preview', { requests: [change(ipv6)] });
    return answer.ok ? answer.value.previews.flatMap((preview) => preview.problems.map(({ rule }) => rule)) : [];
  };
  let isRefusedForIt = false;
  for (let tries = 0; tries < 100 && !isRefusedForIt; tries += 1) {
    let steps = 0;
    await timePasses(at.engine, () => (steps += 1) > 5);
    isRefusedForIt =
      (await problems()).includes('management-needs-address') &&
      (await problems({ mode: 'Static', address: '2001:db8::45/64', gateway: '' })).length === 0;
  }
  const { state } = await at.end(await at.begin(change({ mode: 'Static', address: '2001:db8::45/64', gateway: '' })));
  expect(state).toMatchObject({ is: 'done' });
  expect(database.get('PIF', pif)).toMatchObject({ ip_configuration_mode: 'None', IP: '', IPv6: ['2001:db8::45/64'] });
  expect(rowOf(at.served.world, 'host', 'h-5')['address']).toBe('2001:db8::45');
});

test('nothing that cuts a host off is begun while high availability would take it for dead', async () => {
  const { database } = poolOf(at.served.world);
  const [pool = ''] = database.refs('pool');
  database.set('pool', pool, { ha_enabled: true });
  const request = { kind: 'network.move-management', server: at.server, network: networkRef(), host: hostRef(3), insists: true } as const;
  const isSeen = async (): Promise<boolean> => {
    const answer = await at.engine.call('operation.preview', { requests: [request] });
    return answer.ok && answer.value.previews.some(({ problems }) => problems.some(({ rule }) => rule === 'ha-must-be-off'));
  };
  for (let tries = 0; tries < 100 && !(await isSeen()); tries += 1) {
    let steps = 0;
    await timePasses(at.engine, () => (steps += 1) > 5);
  }
  const { state } = await at.end(await at.begin(request));
  database.set('pool', pool, { ha_enabled: false });
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'ha-must-be-off' }] } });
});
