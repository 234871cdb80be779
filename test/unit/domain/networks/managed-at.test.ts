import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { hostIpv6, ipv6From, isBesideIpv6, plainIpv6 } from '#shared/domain/networks/ipv6-range.ts';
import { addressIn, familyOfMove, someAddress } from '#shared/domain/networks/managed-at.ts';
import { moveLines } from '#shared/domain/operations/address-xe.ts';
import { moveProblems } from '#shared/domain/rules/address-rules.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

type Pif = RecordOf<'pif'>;
const NETWORK = 'other' as RefOf<'network'>;
const FOUR = { ipMode: 'Static', ip: '10.0.0.1' };
const SIX = { ipv6Mode: 'Static', ipv6: ['fe80::1/64', '2001:db8::1/64'] };

/** Hosts that are managed by IPv4, with these addresses on another network. */
function pool(there: Readonly<Record<string, object>>): Inventory {
  const base = { ipMode: 'None', ip: '', ipv6Mode: 'None', ipv6: [], vlan: -1, bondSlaveOf: null, primaryAddressType: 'IPv4', isAttached: true };
  const pifs = Object.entries(there).flatMap(
    ([host, own]) =>
      [
        [`${host}-0`, { ...base, ...FOUR, host, network: 'management', device: 'eth0', isManagement: true }],
        [`${host}-1`, { ...base, ...own, host, network: NETWORK, device: 'eth1', isManagement: false, uuid: `${host}-1` }],
      ] as const,
  );
  return applyDelta(anInventory({ hosts: Object.fromEntries(Object.keys(there).map((host) => [host, {}])) }), {
    network: { set: { management: aRecord('network', {}), other: aRecord('network', { uuid: 'other' }) } },
    pif: { set: Object.fromEntries(pifs.map(([ref, fields]) => [ref, aRecord('pif', fields as unknown as Partial<Pif>)])) },
  });
}

const move = (host?: string) =>
  ({ kind: 'network.move-management', server: '', network: NETWORK, insists: true, ...(host !== undefined && { host: host as HostRef }) }) as const;

test('what an interface gives itself on the wire is no address to be managed by, nor is one of a mode that is off', () => {
  const pif = (of: object): Pif => aRecord('pif', of as Partial<Pif>);
  expect(addressIn(pif(SIX), 'IPv6')).toBe('2001:db8::1');
  expect(someAddress(pif({ ipMode: 'None', ip: '', ipv6Mode: 'Autoconf', ipv6: ['fe80::1/64'] }))).toBeUndefined();
  expect(addressIn(pif({ ...FOUR, ipMode: 'None' }), 'IPv4')).toBeUndefined();
});

test.each<readonly [string, Readonly<Record<string, object>>, string | undefined, string, readonly string[]]>([
  ['both kinds: as they are managed now', { a: { ...FOUR, ...SIX }, b: { ...FOUR, ...SIX } }, undefined, 'IPv4', []],
  ['IPv6 on all: all go over to it', { a: SIX, b: { ...FOUR, ...SIX } }, undefined, 'IPv6', []],
  ['IPv6 on one: it has none of what the others have', { a: SIX, b: FOUR }, undefined, 'IPv4', ['other-family-there a']],
  ['one of several keeps to the others', { a: SIX, b: SIX }, 'a', 'IPv4', ['other-family-there a']],
  ['a lone host is free', { a: SIX }, 'a', 'IPv6', []],
  ['nothing at all', { a: {}, b: FOUR }, undefined, 'IPv4', ['no-address-there a']],
])('%s', (_what, there, host, family, problems) => {
  const inventory = pool(there);
  expect(familyOfMove(inventory, move(host))).toBe(family);
  expect(moveProblems(move(host), inventory).map((problem) => `${problem.rule} ${'host' in problem ? problem.host : ''}`)).toEqual(problems);
});

test('the commands make IPv6 the first address where it is not yet', () => {
  expect(moveLines(move(), pool({ a: SIX, b: { ...SIX, primaryAddressType: 'IPv6' } }))).toEqual([
    'xe pif-set-primary-address-type uuid=a-1 primary_address_type=ipv6',
    'xe pool-management-reconfigure network-uuid=other',
  ]);
});

test('IPv6 addresses are counted on from the first, past those that are taken, and not out of their network', () => {
  expect(ipv6From('2001:DB8:0::fffe/64', { count: 3, taken: new Set(['2001:db8::ffff']) })).toEqual([
    '2001:db8::fffe/64',
    '2001:db8::1:0/64',
    '2001:db8::1:1/64',
  ]);
  expect(ipv6From('2001:db8::fe/120', { count: 3, taken: new Set() })).toEqual(['2001:db8::fe/120', '2001:db8::ff/120']);
  expect(['2001:db8::1', 'fe80::1/64', 'ff02::1/64', '::1/128', '2001:db8::1/129', '10.0.0.1/24'].map(hostIpv6)).toEqual(Array.from({ length: 6 }));
  expect(['2001:0db8:0000:0001:0000:0000:0000:0001', '1:0:0:2:0:0:0:3', '::', '1:2:3:4:5:6:7:8'].map(plainIpv6)).toEqual([
    '2001:db8:0:1::1',
    '1:0:0:2::3',
    '::',
    '1:2:3:4:5:6:7:8',
  ]);
  const own = hostIpv6('2001:db8::1/64');
  expect(own !== undefined && ['2001:db8::ffff', 'fe80::1', '2001:db8:0:1::1'].map((other) => isBesideIpv6(own, other))).toEqual([true, true, false]);
});
