import { expect, test } from 'vitest';
import { isBeside } from '#shared/domain/address/subnet.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { addressesOf, pathDoubts, waysDoubts, waysTo } from '#shared/domain/storage/ways.ts';
import { wayDoubtText } from '#shared/text/storage-ways-text.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

interface Leg {
  readonly ip: string;
  readonly mtu?: number;
  readonly isManagement?: boolean;
}

/** Hosts with a management address and, where given, one beside the storage. */
function pool(hosts: Readonly<Record<string, readonly Leg[]>>, isMultipathing = false) {
  const pifs = Object.entries(hosts).flatMap(([host, legs]) =>
    legs.map(({ ip, mtu = 1500, isManagement = false }, index) => [
      `${host}${index}`,
      aRecord('pif', {
        host: host as HostRef,
        ip,
        netmask: '255.255.255.0',
        mtu,
        isManagement,
        isAttached: true,
        device: `eth${index}`,
        network: (isManagement ? 'mgmt' : 'san') as RefOf<'network'>,
      }),
    ]),
  );
  return applyDelta(anInventory({ hosts: Object.fromEntries(Object.keys(hosts).map((host) => [host, { isMultipathing }])) }), {
    pif: { set: Object.fromEntries(pifs) },
    network: { set: { mgmt: aRecord('network', { name: 'Management' }), san: aRecord('network', { name: 'Storage' }) } },
  });
}

const mgmt = (last: number): Leg => ({ ip: `10.0.0.${last}`, isManagement: true });

test.each([
  ['10.1.0.7', '10.1.0.200', '255.255.255.0', true],
  ['10.1.1.7', '10.1.0.200', '255.255.255.0', false],
  ['10.1.1.7', '10.1.0.200', '255.255.254.0', true],
  ['192.168.7.1', '10.1.0.200', '0.0.0.0', true],
  ['10.1.0.7', '10.1.0.7', '255.255.255.255', true],
  ['10.1.0.7', '10.1.0.200', 'nonsense', false],
  ['nas', '10.1.0.200', '255.255.255.0', false],
  ['fd00::1', '10.1.0.200', '255.255.255.0', false],
])('%s beside a card with %s and %s: %s', (address, ip, netmask, expected) => {
  expect(isBeside(address, { ip, netmask })).toBe(expected);
});

test('a host takes the card beside the storage, and its management where it has none', () => {
  const ways = waysTo(pool({ h1: [mgmt(1), { ip: '10.1.0.1', mtu: 9000 }], h2: [mgmt(2)], h3: [] }), ['10.1.0.9']);
  expect(ways.map((host) => [host.name, host.ways.map(({ network, device, mtu, isDirect }) => [network, device, mtu, isDirect])])).toEqual([
    ['h1', [['Storage', 'eth1', 9000, true]]],
    ['h2', [['Management', 'eth0', 1500, false]]],
    ['h3', []],
  ]);
  expect(waysDoubts(ways)).toEqual([
    {
      is: 'different-mtu',
      hosts: [
        { name: 'h1', mtu: 9000 },
        { name: 'h2', mtu: 1500 },
      ],
    },
    { is: 'some-routed', hosts: ['h2'], network: 'Storage' },
  ]);
});

test('hosts that are alike raise no doubt, unless management goes the same way', () => {
  const own = waysTo(pool({ h1: [mgmt(1), { ip: '10.1.0.1' }], h2: [mgmt(2), { ip: '10.1.0.2' }] }), ['10.1.0.9']);
  const shared = waysTo(pool({ h1: [mgmt(1)], h2: [mgmt(2)] }), ['10.0.0.9']);
  expect([waysDoubts(own), waysDoubts(shared)]).toEqual([[], [{ is: 'over-management' }]]);
});

test('several portals are of no use to hosts without multipathing', () => {
  const legs = { h1: [mgmt(1)] };
  const found = [pool(legs), pool(legs, true)].map((inventory) => pathDoubts(waysTo(inventory, ['10.0.0.8', '10.0.0.9']), 2));
  expect(found).toEqual([[{ is: 'one-path', hosts: ['h1'], portals: 2 }], []]);
});

test('only addresses are judged: what a name stands for is known on the host', () => {
  expect([
    addressesOf({ kind: 'nfs', server: 'nas', path: '/a' }),
    addressesOf({ kind: 'nfs-iso', server: '10.1.0.9', path: '/a' }),
    addressesOf({ kind: 'iscsi', target: '10.1.0.8, 10.1.0.9,10.1.0.8', port: 3260, iqn: '*', scsiId: 'x' }),
    addressesOf({ kind: 'smb', share: '\\\\10.1.0.9\\vms' }),
    addressesOf({ kind: 'hba', scsiId: 'x' }),
  ]).toEqual([[], ['10.1.0.9'], ['10.1.0.8', '10.1.0.9'], ['10.1.0.9'], []]);
});

test('every doubt says what to do', () => {
  const doubts = [
    ...waysDoubts(waysTo(pool({ h1: [mgmt(1), { ip: '10.1.0.1', mtu: 9000 }], h2: [mgmt(2)] }), ['10.1.0.9'])),
    { is: 'over-management' } as const,
  ];
  expect(doubts.map((doubt) => wayDoubtText(doubt).what)).toEqual([
    'Hosts send packets of different sizes: h1 9000, h2 1500.',
    'h2 has no address on Storage, and would go through a router.',
    'Storage would share the network with the management of the pool.',
  ]);
});
