import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { NetworkRequest } from '#shared/domain/operations/network-request.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';

let at: Operating;
beforeAll(async () => {
  at = await operating('new-storage');
});
afterAll(async () => await at[Symbol.asyncDispose]());
beforeEach(() => void runCommand(at.served.world, 'power-on', ['new-3']));

type Asked = NetworkRequest extends infer R ? (R extends NetworkRequest ? Omit<R, 'server'> : never) : never;

async function done(request: Asked): Promise<Operation> {
  return await at.end(await at.begin({ ...request, server: at.server }));
}

function network(name: string): RefOf<'network'> {
  return named(at.served.world, 'network', name) as RefOf<'network'>;
}

function ways(name: string) {
  const { database } = poolOf(at.served.world);
  return (rowOf(at.served.world, 'network', name)['PIFs'] as string[]).map((pif) => database.get('PIF', pif));
}

function all() {
  const { database } = poolOf(at.served.world);
  return structuredClone(['network', 'PIF', 'Bond', 'VLAN', 'pool'].map((table) => database.refs(table).map((self) => database.get(table, self))));
}

const [MANAGEMENT, STORAGE, FREE] = ['eth0', 'eth2', 'eth1'].map((device) => `Pool-wide network associated with ${device}`) as [
  string,
  string,
  string,
];

test('a new size of packets is taken at once where nothing uses the network, and by the others later', async () => {
  const free = await done({ kind: 'network.configure', network: network(FREE), mtu: 9000 });
  expect(free.state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'network', FREE)['MTU']).toBe(9000);
  expect(ways(FREE).map((pif) => [pif['MTU'], pif['currently_attached']])).toEqual([1, 2, 3].map(() => [9000, true]));
  const used = await done({ kind: 'network.configure', network: network(MANAGEMENT), mtu: 9000 });
  expect(used.state).toMatchObject({ is: 'done', remarks: [1, 2, 3].map((host) => ({ is: 'mtu-later', host: `new-${host}` })) });
  expect(ways(MANAGEMENT).map((pif) => pif['MTU'])).toEqual([1500, 1500, 1500]);
});

test('what a network is for is written where other clients look, and taken away again', async () => {
  const before = all();
  const uuid = String(rowOf(at.served.world, 'network', STORAGE)['uuid']);
  const marked = await done({ kind: 'network.configure', network: network(STORAGE), purposes: ['migration', 'backup', 'storage'] });
  expect(marked.state).toEqual({ is: 'done' });
  const { database } = poolOf(at.served.world);
  const [pool = ''] = database.refs('pool');
  expect(database.get('pool', pool)['other_config']).toMatchObject({ 'xo:migrationNetwork': uuid, 'xo:backupNetwork': uuid });
  expect(ways(STORAGE).every((pif) => pif['disallow_unplug'] === true)).toBe(true);
  await done({ kind: 'network.configure', network: network(STORAGE), purposes: ['storage'] });
  expect(all()).toEqual(before);
});

test('storage is not written where no host has an address, nor over the management traffic', async () => {
  for (const name of [FREE, MANAGEMENT]) {
    const { state } = await done({ kind: 'network.configure', network: network(name), purposes: ['storage'] });
    expect(state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'no-address-for-storage' }] } });
  }
});

test('the mode of a bond changes on every host, and on none where one refuses', async () => {
  const uplink = { is: 'bond', devices: ['eth1', 'eth3'], mode: 'balance-slb' } as const;
  await done({ kind: 'network.create', name: 'bonded', description: '', mtu: 1500, isAutomatic: false, uplink });
  const changed = await done({ kind: 'network.set-bond', network: network('bonded'), mode: 'lacp', hashing: 'src_mac' });
  expect(changed.state).toEqual({ is: 'done' });
  const { database } = poolOf(at.served.world);
  const modes = () => database.refs('Bond').map((bond) => [database.get('Bond', bond)['mode'], database.get('Bond', bond)['properties']]);
  expect(modes()).toEqual([1, 2, 3].map(() => ['lacp', { hashing_algorithm: 'src_mac' }]));
  runCommand(at.served.world, 'power-off', ['new-2']);
  const before = all();
  const refused = await done({ kind: 'network.set-bond', network: network('bonded'), mode: 'active-backup' });
  expect(refused.state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'CANNOT_CONTACT_HOST' },
    left: [{ is: 'value', value: 'lacp' }],
  });
  expect(all()).toEqual(before);
  runCommand(at.served.world, 'power-on', ['new-2']);
});

test('a card that was put in is found when a host looks for it', async () => {
  runCommand(at.served.world, 'add-card', ['new-1', 'eth7']);
  const found = () =>
    poolOf(at.served.world)
      .database.refs('PIF')
      .filter((pif) => poolOf(at.served.world).database.get('PIF', pif)['device'] === 'eth7');
  expect(found()).toHaveLength(0);
  const { state } = await done({ kind: 'network.rescan', host: named(at.served.world, 'host', 'new-1') as RefOf<'host'> });
  expect(state).toEqual({ is: 'done' });
  expect(found()).toHaveLength(1);
});

test('what was left unplugged is plugged in where it is, and nothing is asked where everything is', async () => {
  const refused = await done({ kind: 'network.plug', network: network(STORAGE) });
  expect(refused.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'all-plugged' }] } });
  const { database } = poolOf(at.served.world);
  const [way = ''] = rowOf(at.served.world, 'network', STORAGE)['PIFs'] as string[];
  database.set('PIF', way, { currently_attached: false });
  const request = { kind: 'network.plug', server: at.server, network: network(STORAGE) } as const;
  const isHeard = async (): Promise<boolean> => {
    const answer = await at.engine.call('operation.preview', { requests: [request] });
    return answer.ok && answer.value.previews.every(({ problems }) => problems.length === 0);
  };
  for (let tries = 0; tries < 100 && !(await isHeard()); tries += 1) {
    let steps = 0;
    await timePasses(at.engine, () => (steps += 1) > 5);
  }
  const { state, xe } = await done({ kind: 'network.plug', network: network(STORAGE) });
  expect([state, xe]).toEqual([{ is: 'done' }, [`xe pif-plug uuid=${String(database.get('PIF', way)['uuid'])}`]]);
  expect(ways(STORAGE).every((pif) => pif['currently_attached'] === true)).toBe(true);
});
