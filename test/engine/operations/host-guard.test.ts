import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import type { PlainPoolParts } from '#simulator/scenarios/plain-pool.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { legsOf } from '#simulator/world/dom0/legs.ts';
import { poolOf } from '#test/support/ask.ts';
import { aGuardedPool, type GuardedPool } from '#test/support/guarded-pool.ts';

const SECOND = 'Pool-wide network associated with eth1';
const NO_IPV4 = { ip_configuration_mode: 'None', IP: '', netmask: '', gateway: '' };
const MANAGEMENT = 'Pool-wide network associated with eth0';
/** Longer than what is armed waits. */
const LATER_MS = 300_000;
const SSH = 22;

let at: GuardedPool;
beforeAll(async () => {
  at = await aGuardedPool();
  await at.meet('lab-1', 'lab-2', 'lab-3');
});
afterAll(async () => await at[Symbol.asyncDispose]());

function change(name: string, part: Partial<HostAddress>): Requested {
  const wish = { mode: 'Static', ip: '', netmask: '255.255.255.0', gateway: '10.8.0.1', dns: '10.8.0.1', ...part } as const;
  return {
    kind: 'network.address',
    server: at.server,
    network: at.network(MANAGEMENT),
    addresses: [{ host: at.hostRef(name), ...wish }],
    insists: false,
  };
}

/** Its router is in the small network as well, and nobody else is. */
const wrongMask = (name: string): Requested => change(name, { ip: '10.8.0.13', netmask: '255.255.255.252', gateway: '10.8.0.14' });

/** What the host really has, and what the pool's records say of it. */
function ofHost(name: string) {
  const leg = legsOf(at.host(name)).find(({ bridge }) => bridge === 'xenbr0');
  const record = at.world.pools[0]?.database.get('PIF', leg?.pif ?? '');
  return { really: `${leg?.ip}/${leg?.prefix} via ${leg?.gateway}`, recorded: `${String(record?.['IP'])} ${String(record?.['netmask'])}` };
}

const BEFORE = { really: '10.8.0.13/24 via 10.8.0.1', recorded: '10.8.0.13 255.255.255.0' };

test('a wrong mask shows before the pool knows of it, and is taken back over another way at once', async () => {
  const { state } = await at.done(wrongMask('lab-3'));
  expect(state).toMatchObject({
    is: 'failed',
    failure: { kind: 'command', line: expect.stringContaining('/dev/tcp/10.8.0.11/443') as string },
    undone: [{ is: 'taken-back' }, { is: 'address-restored', host: 'lab-3', address: '10.8.0.13' }],
    left: [{ is: 'addresses', hosts: ['lab-3 (10.8.0.13)'] }],
  });
  expect(ofHost('lab-3')).toEqual(BEFORE);
});

test('while no way leads to a host, it takes a wrong change back by itself, and that is told once it answers again', async () => {
  const id = await at.begin(wrongMask('lab-3'));
  await at.leapUntil(() => ofHost('lab-3').really.includes('/30'));
  // Neither from here nor from its neighbours, not even by what its cards give themselves.
  const { blockedPorts } = at.host('lab-3').dom0.network;
  blockedPorts.add(SSH);
  await at.leapUntil(() => ofHost('lab-3').really === BEFORE.really);
  blockedPorts.delete(SSH);
  const { state } = await at.end(id);
  // What is noticed first differs: that a neighbour does not reach it, that the pool gives it up, or that nobody can call off what is armed.
  expect(state).toMatchObject({
    is: 'failed',
    undone: [
      { is: 'host-took-back', host: 'lab-3' },
      { is: 'address-restored', host: 'lab-3', address: '10.8.0.13' },
    ],
    left: [{ is: 'addresses', hosts: ['lab-3 (10.8.0.13)'] }],
  });
  expect(ofHost('lab-3')).toEqual(BEFORE);
});

test('an address that a stranger answers to is refused by what the wire says, and nothing is changed', async () => {
  at.host('lab-3').dom0.network.duplicates.set('10.8.0.77', '00:1b:21:5e:90:44');
  const { state } = await at.done(change('lab-3', { ip: '10.8.0.77' }));
  expect(state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'address-taken', address: '10.8.0.77', by: 'another machine on this network' }] },
  });
  expect(ofHost('lab-3')).toEqual(BEFORE);
});

test('a new management address is proven from both ends, and nothing is armed any more', async () => {
  const { state } = await at.done(change('lab-2', { ip: '10.8.0.42' }));
  expect(state).toEqual({ is: 'done' });
  at.world.clock.advance(LATER_MS);
  expect(ofHost('lab-2')).toEqual({ really: '10.8.0.42/24 via 10.8.0.1', recorded: '10.8.0.42 255.255.255.0' });
});

test('the app ends in the middle: it says what the host may still do, and the host does it', async () => {
  await at.begin(wrongMask('lab-3'));
  await at.leapUntil(() => ofHost('lab-3').really.includes('/30'));
  await at.restart();
  await at.engine().call('operation.list', {});
  await at.leapUntil(() =>
    at
      .engine()
      .said.some(
        ({ topic, payload }) => topic === 'operations' && payload.changed.some(({ state }) => state.is === 'interrupted' && state.left.length > 0),
      ),
  );
  const listed = await at.engine().call('operation.list', {});
  expect(listed.ok && listed.value.operations.at(-1)?.state).toMatchObject({
    is: 'interrupted',
    left: expect.arrayContaining([{ is: 'hosts-may-take-back', hosts: ['lab-3'], withinS: 180 }]) as object,
  });
  at.world.clock.advance(LATER_MS);
  expect(ofHost('lab-3').really).toBe(BEFORE.really);
});

/** On the second network they have IPv6 alone. */
function withIpv6(draft: Draft, { hosts, networks: [, second] }: PlainPoolParts): void {
  for (const pif of draft.refs('PIF')) {
    const { host, network } = draft.row('PIF', pif);
    const address = `2001:db8:8::1${hosts.indexOf(String(host)) + 1}/64`;
    if (network === second)
      draft.change('PIF', pif, { ...NO_IPV4, ipv6_configuration_mode: 'Static', IPv6: [address], ipv6_gateway: '2001:db8:8::1' });
  }
}

test('a whole pool goes over to a network where its hosts have IPv6 alone, each proven before the next; one of them alone does not', async () => {
  await using six = await aGuardedPool({ more: withIpv6 });
  await six.meet('lab-1', 'lab-2', 'lab-3');
  const move = { kind: 'network.move-management', server: six.server, network: six.network(SECOND), insists: false } as const;
  const alone = await six.done({ ...move, host: six.hostRef('lab-2') });
  expect(alone.state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'other-family-there', host: 'lab-2', has: 'IPv6', needs: 'IPv4' }] },
  });
  expect((await six.done(move)).state).toEqual({ is: 'done' });
  const { database } = poolOf(six.world);
  const managed = database.refs('PIF').flatMap((pif) => {
    const row = database.get('PIF', pif);
    return row['management'] === true
      ? [`${String(database.get('host', String(row['host']))['address'])} ${String(row['primary_address_type'])}`]
      : [];
  });
  expect(managed.toSorted()).toEqual([11, 12, 13].map((last) => `2001:db8:8::${last} IPv6`));
});
