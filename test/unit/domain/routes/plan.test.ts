import { assert, boolean, constantFrom, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { linkLocalOf } from '#shared/domain/routes/link-local.ts';
import { type PlanFacts, planRoutes } from '#shared/domain/routes/plan.ts';
import { shortlist } from '#shared/domain/routes/shortlist.ts';
import { isSamePrefix, isSameSubnet } from '#shared/domain/routes/subnet.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const NOW_MS = Date.UTC(2026, 10, 29);
const HOUR_MS = 3_600_000;
const DARK = 'dark' as HostRef;

/** A pool whose hosts have a management and a storage interface, each on a card of its own. */
function aPool(change: Readonly<Record<string, Partial<RecordOf<'pif'>>>> = {}): Inventory {
  const hosts = { master: { address: '10.0.0.1' }, member: { address: '10.0.0.2' }, dark: { address: '10.0.0.3', isDark: true } };
  const pifs = Object.keys(hosts).flatMap((host, at) => [
    [
      `${host}-eth0`,
      pif(host, { device: 'eth0', ip: `10.0.0.${at + 1}`, gateway: '10.0.0.254', isManagement: true, network: 'lan' as never }),
    ] as const,
    [`${host}-eth1`, pif(host, { device: 'eth1', ip: `10.9.0.${at + 1}`, network: 'storage' as never, ...change[`${host}-eth1`] })] as const,
  ]);
  // References of a test are its own names.
  const delta = {
    pif: { set: Object.fromEntries(pifs) },
    pifMetrics: { set: { up: aRecord('pifMetrics', { hasCarrier: true }) } },
    network: {
      set: { lan: aRecord('network', { name: 'LAN', bridge: 'xenbr0' }), storage: aRecord('network', { name: 'Storage', bridge: 'xenbr1' }) },
    },
  } as Delta;
  return applyDelta(anInventory({ hosts }), delta);
}

function pif(host: string, fields: Partial<RecordOf<'pif'>>): RecordOf<'pif'> {
  const last = fields.device === 'eth0' ? '01' : '02';
  return aRecord('pif', {
    host: host as HostRef,
    netmask: '255.255.255.0',
    ipMode: 'Static',
    mac: `3c:ec:ef:aa:00:${last}`,
    isAttached: true,
    isPhysical: true,
    vlan: -1,
    metrics: 'up' as never,
    ...fields,
  });
}

function facts(change: Partial<PlanFacts> = {}): PlanFacts {
  return { inventory: aPool(), asOfMs: NOW_MS, host: DARK, settings: { bastions: [], addresses: [] }, history: new Map(), nowMs: NOW_MS, ...change };
}

const scoresOf = (of: PlanFacts): Readonly<Record<string, number>> => Object.fromEntries(planRoutes(of).map(({ id, score }) => [id, score]));

describe('planning routes', () => {
  test('every way is there with the score of its reasons, best first', () => {
    const routes = planRoutes(facts());
    expect(routes.map(({ id, score }) => `${score} ${id}`)).toEqual([
      '115 direct-management:10.0.0.3:22',
      '105 direct-secondary:10.9.0.3:22',
      '105 jump:10.0.0.3:22@member',
      '105 jump:10.9.0.3:22@member',
      '90 jump:10.0.0.3:22@master',
      '90 jump:10.9.0.3:22@master',
      '55 jump-link-local:fe80::3eec:efff:feaa:1%xenbr0:22@member',
      '55 jump-link-local:fe80::3eec:efff:feaa:2%xenbr1:22@member',
      '45 xapi-only:10.0.0.3:443',
      '45 xapi-only:10.9.0.3:443',
      '40 jump-link-local:fe80::3eec:efff:feaa:1%xenbr0:22@master',
      '40 jump-link-local:fe80::3eec:efff:feaa:2%xenbr1:22@master',
    ]);
    expect(routes.find(({ id }) => id === 'jump:10.9.0.3:22@master')).toMatchObject({
      nic: 'eth1',
      network: 'Storage',
      because: [
        { what: 'kind', points: 80 },
        { what: 'static-address', points: 15 },
        { what: 'jump-is-live-with-link', points: 10 },
        { what: 'jump-is-master', points: -15 },
      ],
    });
  });

  test('an interface on the card of the lost management is worth little, and so is one that was not plugged in', () => {
    const inventory = aPool({ 'dark-eth1': { device: 'eth0', vlan: 20 } });
    expect(scoresOf(facts({ inventory }))['direct-secondary:10.9.0.3:22']).toBe(90 + 15 - 40);
    const unplugged = aPool({ 'dark-eth1': { isAttached: false } });
    expect(scoresOf(facts({ inventory: unplugged }))['direct-secondary:10.9.0.3:22']).toBe(90 + 15 - 25);
  });

  test('what happened before counts: success within a day or a month, each failure of the last ten minutes', () => {
    const id = 'direct-management:10.0.0.3:22';
    const scoreWith = (workedAtMs: number | undefined, failedAtMs: readonly number[]): number | undefined =>
      scoresOf(facts({ history: new Map([[id, { workedAtMs, failedAtMs }]]) }))[id];
    expect(scoreWith(NOW_MS - HOUR_MS, [])).toBe(125);
    expect(scoreWith(NOW_MS - 48 * HOUR_MS, [])).toBe(120);
    expect(scoreWith(undefined, [NOW_MS - 1_000, NOW_MS - 2_000, NOW_MS - HOUR_MS])).toBe(75);
  });

  test('an address from DHCP counts less once the picture is older than a lease', () => {
    const inventory = aPool({ 'dark-eth1': { ipMode: 'DHCP' } });
    expect(scoresOf(facts({ inventory }))['direct-secondary:10.9.0.3:22']).toBe(90);
    expect(scoresOf(facts({ inventory, asOfMs: NOW_MS - 25 * HOUR_MS }))['direct-secondary:10.9.0.3:22']).toBe(80);
  });

  test('bastions, addresses of the user and the management controller are ways too', () => {
    const settings = { bastions: [{ id: 'b', name: 'gate' }], addresses: ['192.0.2.3'], bmcAddress: '10.7.0.3' };
    expect(scoresOf(facts({ settings }))).toMatchObject({
      'direct-secondary:192.0.2.3:22': 90,
      'bastion:10.9.0.3:22@b': 70,
      'bastion:192.0.2.3:22@b': 55,
      'bmc:10.7.0.3:623': 20,
    });
  });

  test('property: the score is the sum of the reasons, no way is there twice, and none leads over a dark host', () => {
    const booleans = record({
      isAttached: boolean(),
      isManagement: boolean(),
      vlan: constantFrom(-1, 7),
      device: constantFrom('eth0', 'eth1'),
    });
    assert(
      property(booleans, constantFrom('master', 'member', 'dark'), (change, host) => {
        const routes = planRoutes(facts({ inventory: aPool({ [`${host}-eth1`]: change }) }));
        expect(routes.every(({ score, because }) => score === because.reduce((sum, { points }) => sum + points, 0))).toBe(true);
        expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
        expect(routes.some(({ via }) => via?.is === 'member' && via.host === DARK)).toBe(false);
        expect(routes.map(({ score }) => score)).toEqual(routes.map(({ score }) => score).toSorted((a, b) => b - a));
      }),
    );
  });
});

describe('of a large pool', () => {
  const members = Array.from({ length: 63 }, (_, at) => `m${at}`);
  const hosts = Object.fromEntries([...members, 'dark'].map((name, at) => [name, { address: `10.0.0.${at + 1}`, isDark: name === 'dark' }]));
  const pifs = Object.keys(hosts).flatMap((host, at) => [
    [`${host}-0`, pif(host, { device: 'eth0', ip: `10.0.0.${at + 1}`, isManagement: true, network: 'lan' as never })],
    [`${host}-1`, pif(host, { device: 'eth1', ip: `10.9.0.${at + 1}`, network: 'storage' as never })],
  ]);
  const delta = {
    pif: { set: Object.fromEntries(pifs) },
    pifMetrics: { set: { up: aRecord('pifMetrics', { hasCarrier: true }) } },
    network: { set: { lan: aRecord('network', { bridge: 'xenbr0' }), storage: aRecord('network', { bridge: 'xenbr1' }) } },
  } as Delta;
  const inventory = applyDelta(anInventory({ hosts }), delta);
  const viaOf = (of: PlanFacts, kind: string, address: string): readonly string[] =>
    shortlist(planRoutes(of)).routes.flatMap((route) => (route.kind === kind && route.address === address ? (route.via?.name ?? '') : []));

  test('a few members are tried for each address, every address is, and it is said how many ways were left out', () => {
    const { routes, leftOut } = shortlist(planRoutes(facts({ inventory })));
    expect([routes.length, routes.length + leftOut]).toEqual([20, 256]);
    expect(routes.filter(({ kind }) => kind === 'jump').map(({ address }) => address)).toEqual([
      ...Array.from({ length: 4 }, () => '10.0.0.64'),
      ...Array.from({ length: 4 }, () => '10.9.0.64'),
    ]);
  });

  test('members over which it has just failed make room for others', () => {
    const first = viaOf(facts({ inventory }), 'jump', '10.9.0.64');
    const failed = members
      .filter((member) => first.includes(member))
      .map((member) => [`jump:10.9.0.64:22@${member}`, { failedAtMs: [NOW_MS] }] as const);
    const next = viaOf(facts({ inventory, history: new Map(failed) }), 'jump', '10.9.0.64');
    expect([first.length, next.length, next.filter((name) => first.includes(name))]).toEqual([4, 4, []]);
  });
});

test('a bridge names itself after its card', () => {
  expect(linkLocalOf('3c:ec:ef:aa:00:01')).toBe('fe80::3eec:efff:feaa:1');
  expect(linkLocalOf('nonsense')).toBeUndefined();
});

test('subnets of both families', () => {
  expect(isSameSubnet({ ip: '10.0.0.1', netmask: '255.255.255.0' }, '10.0.0.200')).toBe(true);
  expect(isSameSubnet({ ip: '10.0.0.1', netmask: '255.255.255.128' }, '10.0.0.200')).toBe(false);
  expect(isSameSubnet({ ip: '10.0.0.1', netmask: '' }, '10.0.0.2')).toBe(false);
  expect(isSamePrefix('2001:db8::1/64', '2001:db8::2/64')).toBe(true);
  expect(isSamePrefix('2001:db8:0:1::1/64', '2001:db8::2/64')).toBe(false);
  expect(isSamePrefix('2001:db8:0:1::1/48', '2001:db8::2/64')).toBe(true);
});
