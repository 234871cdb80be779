import { expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { networkMap } from '#shared/domain/networks/network-map.ts';
import { mapTable } from '#renderer/features/network/map-table.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

type Given<K extends 'pif' | 'bond' | 'vlan'> = Partial<Record<keyof RecordOf<K>, unknown>>;

function records<K extends 'pif' | 'bond' | 'vlan'>(kind: K, given: Readonly<Record<string, Given<K>>>): Record<string, RecordOf<K>> {
  return Object.fromEntries(Object.entries(given).map(([ref, fields]) => [ref, aRecord(kind, fields as Partial<RecordOf<K>>)]));
}

test('a table of networks has a line for each card that leads a host into one, and says who has no way', () => {
  const inventory = applyDelta(anInventory({ hosts: { a: {}, b: {} } }), {
    network: {
      set: {
        bonded: aRecord('network', { name: 'bonded', mtu: 9000 }),
        tagged: aRecord('network', { name: 'tagged', mtu: 1500 }),
        inside: aRecord('network', { name: 'inside', mtu: 1500 }),
      },
    },
    pif: {
      set: records('pif', {
        a0: { host: 'a', device: 'eth0', vlan: -1, isPhysical: true, bondSlaveOf: 'bond', metrics: 'm0', mac: '00:00:00:00:00:a0' },
        a1: { host: 'a', device: 'eth1', vlan: -1, isPhysical: true, bondSlaveOf: 'bond', metrics: 'm1', mac: '00:00:00:00:00:a1' },
        bond: {
          host: 'a',
          device: 'bond0',
          vlan: -1,
          network: 'bonded',
          bondMasterOf: ['bond'],
          ip: '10.0.0.1',
          netmask: '255.255.255.0',
          gateway: '10.0.0.254',
          isManagement: true,
        },
        tag: { host: 'a', device: 'bond0', vlan: 7, network: 'tagged', vlanMasterOf: 'vlan', ipv6: ['2001:db8::1/64'] },
      }),
    },
    pifMetrics: {
      set: {
        m0: aRecord('pifMetrics', { hasCarrier: true, speed: 10_000, isFullDuplex: true, pciBusPath: '0000:04:00.0' }),
        m1: aRecord('pifMetrics', { hasCarrier: false, speed: 0, pciBusPath: '0000:04:00.1' }),
      },
    },
    bond: { set: records('bond', { bond: { master: 'bond', slaves: ['a0', 'a1'] } }) },
    vlan: { set: records('vlan', { vlan: { taggedPif: 'bond', untaggedPif: 'tag', tag: 7 } }) },
  });
  const said = { drivers: [{ host: 'a' as HostRef, bus: '0000:04:00.0', driver: 'i40e' }], shared: [] };
  const pool = { said, isRefused: false, askAgain: () => undefined };
  const asked = { of: new Map(), ask: () => undefined };
  const [head = [], ...lines] = mapTable(networkMap(inventory), { inventory, isNow: true, pool, asked });
  expect(new Set([head.length, ...lines.map(({ length }) => length)])).toEqual(new Set([21]));
  const told = lines.map((line) => line.filter((cell) => cell !== ''));
  const bond = ['bonded', 'Bonded', '9000', 'a'];
  const address = ['10.0.0.1', '255.255.255.0', '10.0.0.254', 'management'];
  expect(told).toEqual([
    [
      ...bond,
      'eth0',
      'bond0',
      'link',
      '10000',
      'full duplex',
      'i40e',
      '00:00:00:00:00:a0',
      '0000:04:00.0',
      ...address,
      '0',
      'Some hosts have no way into it',
    ],
    [...bond, 'eth1', 'bond0', 'no link', '00:00:00:00:00:a1', '0000:04:00.1', ...address, '0', 'Some hosts have no way into it'],
    ['bonded', 'Bonded', '9000', 'b', 'no way', '0', 'Some hosts have no way into it'],
    [
      'tagged',
      'Tagged',
      '1500',
      'a',
      'eth0',
      'bond0',
      '7',
      'link',
      '10000',
      'full duplex',
      'i40e',
      '00:00:00:00:00:a0',
      '0000:04:00.0',
      '2001:db8::1/64',
      '0',
      'Some hosts have no way into it',
    ],
    [
      'tagged',
      'Tagged',
      '1500',
      'a',
      'eth1',
      'bond0',
      '7',
      'no link',
      '00:00:00:00:00:a1',
      '0000:04:00.1',
      '2001:db8::1/64',
      '0',
      'Some hosts have no way into it',
    ],
    ['tagged', 'Tagged', '1500', 'b', 'no way', '0', 'Some hosts have no way into it'],
    ['inside', 'Private', '1500', 'a', '0'],
    ['inside', 'Private', '1500', 'b', '0'],
  ]);
});
