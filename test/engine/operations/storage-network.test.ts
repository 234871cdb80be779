import { expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostAddress, NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';

type Request = NetworkRequestOf<'network.build-storage'>;

function addresses({ served }: Operating): HostAddress[] {
  return [1, 2, 3].map((position) => ({
    host: named(served.world, 'host', `new-${position}`) as HostRef,
    mode: 'Static',
    ip: `10.50.0.${10 + position}`,
    netmask: '255.255.255.0',
    gateway: '',
    dns: '',
  }));
}

async function build(at: Operating, part: Partial<Request> = {}): Promise<Operation> {
  const { server } = at;
  const whole = { name: 'iscsi', devices: ['eth1', 'eth3'], mode: 'active-backup', tag: 70, mtu: 9000, addresses: addresses(at) } as const;
  return await at.end(await at.begin({ kind: 'network.build-storage', ...whole, ...part, server }));
}

function ways({ served }: Operating, name: string) {
  const { database } = poolOf(served.world);
  const pifs = (rowOf(served.world, 'network', name)['PIFs'] as string[]).map((pif) => database.get('PIF', pif));
  return pifs.toSorted((a, b) => String(a['IP']).localeCompare(String(b['IP'])));
}

/** Everything a pool knows of networks; what is on one is a set. */
function networks({ served }: Operating) {
  const { database } = poolOf(served.world);
  const rows = ['network', 'PIF', 'VLAN', 'Bond', 'VIF'].map((table) => database.refs(table).map((self) => database.get(table, self)));
  return structuredClone(rows.map((table) => table.map((row) => (Array.isArray(row['PIFs']) ? { ...row, PIFs: new Set(row['PIFs']) } : row))));
}

test('out of two cards, a tag and a range every host gets an address on a bonded, tagged network that is marked as storage', async () => {
  await using at = await operating('new-storage');
  const { state, steps } = await build(at);
  expect(state).toMatchObject({ is: 'done' });
  expect(steps.map(({ name }) => name)).toEqual(['check', 'bond-cards', 'tag-network', 'give-addresses', 'mark-storage']);
  expect(ways(at, 'iscsi').map((pif) => [pif['device'], pif['VLAN'], pif['IP'], pif['MTU'], pif['disallow_unplug']])).toEqual(
    [1, 2, 3].map((position) => ['bond0', 70, `10.50.0.${10 + position}`, 9000, true]),
  );
  expect(ways(at, 'iscsi').map((pif) => pif['other_config'])).toEqual([1, 2, 3].map(() => ({ management_purpose: 'Storage' })));
});

test('a single card whose ports carry storage alone gets addresses on its own network', async () => {
  await using at = await operating('new-storage');
  const { state } = await build(at, { devices: ['eth1'], tag: undefined });
  expect(state).toMatchObject({ is: 'done' });
  expect(ways(at, 'Pool-wide network associated with eth1').map((pif) => [pif['IP'], pif['MTU']])).toEqual(
    [1, 2, 3].map((position) => [`10.50.0.${10 + position}`, 9000]),
  );
});

test('where a host fails at its last part, everything before it is gone again on every host', async () => {
  await using at = await operating('new-storage');
  const before = networks(at);
  // The master, whose turn comes last, refuses its address.
  const { server } = at;
  const id = await at.begin({
    kind: 'network.build-storage',
    server,
    name: 'iscsi',
    devices: ['eth1', 'eth3'],
    mode: 'lacp',
    hashing: 'src_mac',
    tag: 70,
    mtu: 1500,
    addresses: addresses(at),
  });
  await at.until(id, ({ steps }) => steps.some(({ name, state }) => name === 'give-addresses' && state === 'running'));
  const { database } = poolOf(at.served.world);
  const way = ways(at, 'iscsi').find((pif) => pif['host'] === named(at.served.world, 'host', 'new-1'));
  database.set('PIF', database.refByUuid('PIF', String(way?.['uuid'])) ?? '', { managed: false });
  const { state } = await at.end(id);
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code: 'PIF_UNMANAGED' } });
  expect(state.is === 'failed' && state.undone.map(({ is }) => is)).toEqual(
    expect.arrayContaining(['address-restored', 'network-removed', 'cards-as-before']),
  );
  expect(networks(at)).toEqual(before);
});

test('what stands against any part is said before the first is begun', async () => {
  await using at = await operating('new-storage');
  const before = networks(at);
  const wrong = addresses(at).map((address, position) => (position === 1 ? { ...address, ip: '10.7.0.13' } : address));
  const { state } = await build(at, { devices: ['eth0', 'eth1'], tag: undefined, name: '', addresses: wrong, target: 'nas' });
  const problems = state.is === 'failed' && state.failure.kind === 'precheck' ? state.failure.problems.map(({ rule }) => rule) : [];
  expect(problems).toEqual(expect.arrayContaining(['empty-name', 'card-carries-management', 'address-taken', 'bad-target']));
  expect(networks(at)).toEqual(before);
});
