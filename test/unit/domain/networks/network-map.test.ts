import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import { bondableDevices, freeDevices } from '#shared/domain/networks/cards.ts';
import { networkMap } from '#shared/domain/networks/network-map.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

type Pif = RecordOf<'pif'>;

interface Sketch {
  readonly networks: Readonly<Record<string, Partial<RecordOf<'network'>>>>;
  readonly pifs: Readonly<Record<string, Partial<Record<keyof Pif, unknown>> & { readonly up?: boolean }>>;
  readonly bonds?: Readonly<Record<string, { readonly master: string; readonly slaves: readonly string[] }>>;
  readonly vlans?: Readonly<Record<string, string>>;
}

/** Names are references here. */
function pool({ networks, pifs, bonds = {}, vlans = {} }: Sketch, hosts: Parameters<typeof anInventory>[0]['hosts'] = { a: {}, b: {} }): Inventory {
  return applyDelta(anInventory({ hosts }), {
    network: { set: entries(networks, (name, given) => aRecord('network', { name, ...given })) },
    pif: {
      set: entries(pifs, (name, { up: _up, ...given }) =>
        aRecord('pif', { vlan: -1, isPhysical: true, isManaged: true, metrics: `${name}-metrics`, ...given } as Partial<Pif>),
      ),
    },
    pifMetrics: {
      set: Object.fromEntries(
        Object.entries(pifs).map(([name, { up = true }]) => [`${name}-metrics`, aRecord('pifMetrics', { hasCarrier: up, speed: 1000 })]),
      ),
    },
    bond: { set: entries(bonds, (_name, given) => aRecord('bond', given as unknown as Partial<RecordOf<'bond'>>)) },
    vlan: { set: entries(vlans, (_name, tagged) => aRecord('vlan', { taggedPif: tagged } as unknown as Partial<RecordOf<'vlan'>>)) },
  });
}

function entries<T, R>(of: Readonly<Record<string, T>>, make: (name: string, given: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(of).map(([name, given]) => [name, make(name, given)]));
}

function look(inventory: Inventory) {
  return networkMap(inventory).rows.map(({ network, kind, ways, differences }) => ({
    name: network.name,
    kind,
    ways: [...ways].map(([host, { device, members, vlan, link }]) => [host, device, members.join('+'), vlan, link]),
    differences,
  }));
}

const bonded: Sketch = {
  networks: { bond: {}, eth0: {}, eth1: {}, tagged: {} },
  pifs: {
    a0: { host: 'a', device: 'eth0', network: 'eth0', bondSlaveOf: 'bond-a' },
    a1: { host: 'a', device: 'eth1', network: 'eth1', bondSlaveOf: 'bond-a', up: false },
    a: { host: 'a', device: 'bond0', network: 'bond', isPhysical: false, bondMasterOf: ['bond-a'] },
    'a.7': { host: 'a', device: 'bond0', network: 'tagged', isPhysical: false, vlan: 7, vlanMasterOf: 'vlan-a' },
  },
  bonds: { 'bond-a': { master: 'a', slaves: ['a0', 'a1'] } },
  vlans: { 'vlan-a': 'a' },
};

test('a bond that has lost a leg is degraded, also for what is tagged on it, and its cards lead nowhere of their own', () => {
  expect(look(pool(bonded, { a: {} }))).toEqual([
    { name: 'bond', kind: 'bond', ways: [['a', 'bond0', 'eth0+eth1', undefined, 'degraded']], differences: [] },
    { name: 'tagged', kind: 'vlan', ways: [['a', 'bond0', 'eth0+eth1', 7, 'degraded']], differences: [] },
  ]);
});

test('of a host the pool does not hear from, links are last known', () => {
  expect(look(pool(bonded, { a: { isDark: true } })).map(({ ways }) => ways[0]?.at(-1))).toEqual(['unknown', 'unknown']);
});

test('in what hosts differ is told: no way, another card, an address on some only', () => {
  const inventory = pool({
    networks: { missing: {}, moved: {}, addressed: {}, inside: {}, hidden: { otherConfig: { is_host_internal_management_network: 'true' } } },
    pifs: {
      a0: { host: 'a', device: 'eth0', network: 'missing' },
      a1: { host: 'a', device: 'eth1', network: 'moved' },
      b1: { host: 'b', device: 'eth2', network: 'moved' },
      a3: { host: 'a', device: 'eth3', network: 'addressed', ip: '10.0.0.1' },
      b3: { host: 'b', device: 'eth3', network: 'addressed', up: false },
    },
  });
  expect(look(inventory).map(({ name, kind, differences }) => [name, kind, differences])).toEqual([
    ['addressed', 'card', ['address']],
    ['missing', 'card', ['missing']],
    ['moved', 'card', ['device']],
    ['inside', 'private', []],
  ]);
});

test('below a way lie the card it stands on, those of its bond, or the one whose parts it gives away', () => {
  const shared: Sketch = {
    networks: { parts: {}, inside: {} },
    pifs: {
      a4: { host: 'a', device: 'eth4', sriovPhysicalOf: ['sriov-a'] },
      s4: { host: 'a', device: 'eth4', network: 'parts', isPhysical: false, sriovLogicalOf: ['sriov-a'] },
    },
  };
  const inventory = applyDelta(
    pool({ ...shared, ...bonded, networks: { ...bonded.networks, ...shared.networks }, pifs: { ...bonded.pifs, ...shared.pifs } }),
    {
      sriov: { set: { 'sriov-a': aRecord('sriov', { physicalPif: 'a4', logicalPif: 's4' } as unknown as Partial<RecordOf<'sriov'>>) } },
    },
  );
  const below = networkMap(inventory).rows.map(({ network, ways }) => [
    network.name,
    ...[...ways.values()].flatMap(({ cards }) => cards.map(({ device, isPhysical }) => `${device} ${isPhysical}`)),
  ]);
  expect(below).toEqual([['bond', 'eth0 true', 'eth1 true'], ['tagged', 'eth0 true', 'eth1 true'], ['parts', 'eth4 true'], ['inside']]);
});

test('networks stand on cards and bonds, but not on cards within a bond; bonds are not bonded', () => {
  const inventory = pool({ ...bonded, pifs: { ...bonded.pifs, a2: { host: 'a', device: 'eth2', network: 'eth2' } } }, { a: {} });
  expect([freeDevices(inventory), bondableDevices(inventory)]).toEqual([['bond0', 'eth2'], ['eth2']]);
});
