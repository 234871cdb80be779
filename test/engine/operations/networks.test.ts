import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { NetworkRequest, Uplink } from '#shared/domain/operations/network-request.ts';
import type { Call } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { isChange } from '#test/support/failure-table.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { isNow, PACE, timePasses } from '#test/support/passing-time.ts';

const vlan = { is: 'vlan', device: 'eth1', tag: 120 } as const;
const shared = { is: 'sriov', device: 'eth2' } as const;
const bond = { is: 'bond', devices: ['eth3', 'eth1'], mode: 'lacp', hashing: 'tcpudp_ports' } as const;

async function done(at: Operating, request: NetworkRequest): Promise<Operation> {
  return await at.end(await at.begin(request as Parameters<Operating['begin']>[0]));
}

function creation({ server }: Operating, uplink: Uplink, more: { readonly name?: string; readonly mtu?: number } = {}): NetworkRequest {
  return { kind: 'network.create', server, name: 'storage', description: 'for the array', mtu: 9000, isAutomatic: false, uplink, ...more };
}

function removal({ server, served }: Operating, name = 'storage'): NetworkRequest {
  return { kind: 'network.destroy', server, network: named(served.world, 'network', name) as RefOf<'network'> };
}

/** Machines stay with the first card when a bond is deleted, as the server decides. */
const HOST_SIDE = ['PIF', 'VLAN', 'Bond'];

/** Everything a pool knows of networks. */
function networks({ served }: Operating, tables = ['network', 'PIF', 'VLAN', 'Bond', 'VIF']) {
  const { database } = poolOf(served.world);
  return structuredClone(tables.map((table) => database.refs(table).map((self) => database.get(table, self))));
}

function ways({ served }: Operating, name = 'storage') {
  const { database } = poolOf(served.world);
  return (rowOf(served.world, 'network', name)['PIFs'] as string[]).map((pif) => database.get('PIF', pif));
}

test('a private network is there, with its MTU, and nothing leads to it', async () => {
  await using at = await operating('new-storage');
  expect((await done(at, creation(at, { is: 'none' }))).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'network', 'storage')).toMatchObject({ MTU: 9000, name_description: 'for the array', PIFs: [] });
});

test('a tagged network is on every host, and gone from every host once it is deleted', async () => {
  await using at = await operating('new-storage');
  const before = networks(at);
  const { state, steps } = await done(at, creation(at, vlan));
  expect(state).toEqual({ is: 'done' });
  expect(steps.map(({ name }) => name)).toEqual(['check', 'act', 'lay-ways', 'confirm']);
  expect(ways(at).map((pif) => [pif['device'], pif['VLAN'], pif['currently_attached']])).toEqual(
    Array.from({ length: 3 }, () => ['eth1', 120, true]),
  );
  expect((await done(at, removal(at))).state).toEqual({ is: 'done' });
  expect(networks(at)).toEqual(before);
});

test('a bond takes over what its cards carried, on every host, and gives it back', async () => {
  await using at = await operating('new-storage');
  const before = networks(at, HOST_SIDE);
  const cards = { ...bond, devices: ['eth0', 'eth1'] };
  expect((await done(at, creation(at, cards))).state).toEqual({ is: 'done' });
  expect(ways(at)).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ device: 'bond0', management: true })));
  expect(ways(at).map((pif) => pif['IP'])).toEqual(['10.7.0.11', '10.7.0.12', '10.7.0.13']);
  expect((await done(at, removal(at))).state).toEqual({ is: 'done' });
  expect(networks(at, HOST_SIDE)).toEqual(before);
});

test('where one host cannot be bonded, the others are as before, and the network is gone', async () => {
  await using at = await operating('new-storage');
  runCommand(at.served.world, 'power-off', ['new-3']);
  const before = networks(at);
  const { state } = await done(at, creation(at, bond));
  expect(state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'CANNOT_CONTACT_HOST' },
    undone: [{ is: 'network-removed' }, { is: 'cards-as-before' }],
    left: [],
  });
  expect(networks(at)).toEqual(before);
});

test('cancelled between two hosts, every host is as before', async () => {
  await using at = await operating('new-storage', 1);
  const before = networks(at);
  const id = await at.begin(creation(at, bond) as Parameters<Operating['begin']>[0]);
  await at.until(id, ({ steps }) => steps.some(({ name, state }) => name === 'lay-ways' && state === 'running'));
  await at.engine.call('operation.cancel', { operation: id });
  expect((await at.end(id)).state).toMatchObject({ is: 'cancelled', undone: [{ is: 'network-removed' }, { is: 'cards-as-before' }], left: [] });
  expect(networks(at)).toEqual(before);
});

test.each<Uplink>([vlan, bond])('a connection that is lost while the hosts are given their ways costs nothing: %o', async (uplink) => {
  await using at = await operating('new-storage', PACE);
  const id = await at.begin(creation(at, uplink) as Parameters<Operating['begin']>[0]);
  await at.until(id, ({ steps }) => steps.some(({ name, state }) => name === 'lay-ways' && state === 'running'));
  const { master } = poolOf(at.served.world);
  master.link.mode = 'refuse';
  at.served.refresh();
  await timePasses(at.engine, isNow(at.engine, 'stale'));
  master.link.mode = 'ok';
  at.served.refresh();
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(ways(at)).toHaveLength(3);
});

test.each<readonly [string, Uplink, object]>([
  ['a tag that is none', { ...vlan, tag: 4095 }, { rule: 'bad-vlan-tag' }],
  ['a card no host has', { ...vlan, device: 'eth9' }, { rule: 'no-such-card', device: 'eth9', host: 'new-1' }],
  ['one card', { ...bond, devices: ['eth1'] }, { rule: 'bond-size', least: 2, most: 4 }],
  ['a card that cannot be shared', { ...shared, device: 'eth1' }, { rule: 'card-not-shareable', device: 'eth1', host: 'new-2' }],
  ['cards with two addresses', { ...bond, devices: ['eth0', 'eth2'] }, { rule: 'two-addresses', host: 'new-1' }],
])('%s is refused beforehand', async (_what, uplink, problem) => {
  await using at = await operating('new-storage');
  const before = networks(at);
  const { state } = await done(at, creation(at, uplink));
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: expect.arrayContaining([expect.objectContaining(problem)]) } });
  expect(networks(at)).toEqual(before);
});

test('a name twice, a tag twice and a network in use are refused beforehand', async () => {
  await using at = await operating('two-hosts-iscsi');
  await done(at, creation(at, vlan));
  const again = await done(at, creation(at, vlan));
  expect(again.state).toMatchObject({
    failure: {
      problems: [
        { rule: 'network-name-taken', name: 'storage' },
        { rule: 'vlan-in-use', device: 'eth1', tag: 120, network: 'storage' },
      ],
    },
  });
  const used = await done(at, removal(at, 'Pool-wide network associated with eth0'));
  expect(used.state).toMatchObject({ failure: { problems: [{ rule: 'network-of-card', device: 'eth0' }, { rule: 'network-used-by' }] } });
});

test('machines share a card on every host until their network is deleted', async () => {
  await using at = await operating('new-storage');
  const before = networks(at);
  expect((await done(at, creation(at, shared))).state).toEqual({ is: 'done' });
  expect(ways(at)).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ device: 'eth2', physical: false, currently_attached: true })));
  expect(networks(at, ['network_sriov'])).toEqual([Array.from({ length: 3 }, () => expect.objectContaining({ requires_reboot: false }))]);
  const cards = await at.engine.call('network.cards', { server: at.server });
  const host = named(at.served.world, 'host', 'new-1');
  expect(cards).toMatchObject({
    ok: true,
    value: { drivers: expect.arrayContaining([{ host, bus: '0000:05:00.0', driver: 'i40e' }]), shared: [{ free: 32 }, { free: 32 }, { free: 32 }] },
  });
  expect((await done(at, creation(at, shared, { name: 'again' }))).state).toMatchObject({
    failure: { problems: [1, 2, 3].map((host) => ({ rule: 'card-is-shared', device: 'eth2', host: `new-${host}` })) },
  });
  expect((await done(at, removal(at))).state).toEqual({ is: 'done' });
  expect(networks(at)).toEqual(before);
  expect(networks(at, ['network_sriov'])).toEqual([[]]);
});

test('a driver that splits its card only as the host starts is told of', async () => {
  await using at = await operating('new-storage');
  const { database } = poolOf(at.served.world);
  const host = named(at.served.world, 'host', 'new-2');
  for (const pci of database.refs('PCI')) if (database.get('PCI', pci)['host'] === host) database.set('PCI', pci, { driver_name: 'ixgbe' });
  expect((await done(at, creation(at, shared))).state).toMatchObject({
    is: 'done',
    remarks: [{ is: 'shared-after-restart', host: 'new-2' }],
  });
});

test('where one host cannot share its card, the others are as before, and the network is gone', async () => {
  await using at = await operating('new-storage');
  runCommand(at.served.world, 'power-off', ['new-3']);
  const before = networks(at);
  expect((await done(at, creation(at, shared))).state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'CANNOT_CONTACT_HOST' },
    undone: [{ is: 'network-removed' }],
    left: [],
  });
  expect(networks(at)).toEqual(before);
});

interface Undoable {
  readonly asked: (at: Operating) => NetworkRequest;
  readonly back: (at: Operating) => NetworkRequest;
}

const CARD = 'Pool-wide network associated with eth1';

function addressing(at: Operating, mode: 'Static' | 'None'): NetworkRequest {
  const { server, served } = at;
  const isNone = mode === 'None';
  const addresses = [1, 2, 3].map((position) => ({
    host: named(served.world, 'host', `new-${position}`) as RefOf<'host'>,
    mode,
    ip: isNone ? '' : `10.50.0.${10 + position}`,
    netmask: isNone ? '' : '255.255.255.0',
    gateway: '',
    dns: '',
  }));
  return { kind: 'network.address', server, network: named(served.world, 'network', CARD) as RefOf<'network'>, addresses, insists: false };
}

function sizing({ server, served }: Operating, mtu: number): NetworkRequest {
  return { kind: 'network.configure', server, network: named(served.world, 'network', CARD) as RefOf<'network'>, mtu };
}

const undoable: Readonly<Record<string, Undoable>> = {
  tag: { asked: (at) => creation(at, vlan), back: removal },
  bond: { asked: (at) => creation(at, bond), back: removal },
  addresses: { asked: (at) => addressing(at, 'Static'), back: (at) => addressing(at, 'None') },
  mtu: { asked: (at) => sizing(at, 9000), back: (at) => sizing(at, 1500) },
};

function endOf(state: Operation['state']): string {
  return state.is === 'failed' && state.failure.kind === 'xapi' ? state.failure.code : state.is;
}

/** The engine hears of what was put back a moment later. */
async function onceAllowed({ engine }: Operating, request: NetworkRequest): Promise<void> {
  for (;;) {
    const answer = await engine.call('operation.preview', { requests: [request as Parameters<Operating['begin']>[0]] });
    if (answer.ok && answer.value.previews.every(({ problems }) => problems.length === 0)) return;
    const sinceMs = engine.clock.now();
    await timePasses(engine, () => engine.clock.now() > sinceMs + 200);
  }
}

test('whichever change of whichever operation fails, the network objects are what they were; so they are once it is undone', async () => {
  await using at = await operating('new-storage', PACE);
  const { interferences } = poolOf(at.served.world);
  const seen = () => networks(at).map((table) => table.map((row) => (Array.isArray(row['PIFs']) ? { ...row, PIFs: new Set(row['PIFs']) } : row)));
  const before = seen();
  const what = fc.constantFrom(...Object.keys(undoable));
  const property = fc.asyncProperty(what, fc.nat(7), async (name, nth) => {
    const { asked, back } = undoable[name] as Undoable;
    await onceAllowed(at, asked(at));
    let changes = 0;
    const fail = (call: Call): void => {
      if (isChange(call) && (changes += 1) === nth + 1) throw new XapiError('INTERNAL_ERROR', 'it was told to fail');
    };
    interferences.add(fail);
    const { state } = await done(at, asked(at));
    interferences.delete(fail);
    const isStruck = changes > nth;
    expect(endOf(state)).toBe(isStruck ? 'INTERNAL_ERROR' : 'done');
    if (!isStruck) await onceAllowed(at, back(at));
    if (!isStruck) await done(at, back(at));
    expect(seen()).toEqual(before);
  });
  await fc.assert(property, { numRuns: 6 });
});
