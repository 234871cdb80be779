import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { narrowBelow, pathQuestions, pathSummary, sizesToTry } from '#shared/domain/networks/path-check.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const network = 'tagged' as RefOf<'network'>;

/** Three hosts, the last of which is dark; a tag on a card of each. */
function pool(addresses: Readonly<Record<string, string>>, cardMtu = 1_500): Inventory {
  const pif = (of: object) => aRecord('pif', { vlan: -1, bondSlaveOf: null, vlanMasterOf: null, ...of });
  const hosts = Object.keys(addresses);
  return applyDelta(anInventory({ hosts: Object.fromEntries(hosts.map((host) => [host, { isDark: host === 'dark' }])) }), {
    network: { set: { card: aRecord('network', { mtu: cardMtu }), tagged: aRecord('network', { mtu: 1_500 }) } },
    pif: {
      set: Object.fromEntries(
        hosts.flatMap((host) => [
          [`${host}-card`, pif({ host, device: 'eth1', network: 'card' })],
          [`${host}-tag`, pif({ host, device: 'eth1', network: 'tagged', vlan: 7, vlanMasterOf: `${host}-vlan`, ip: addresses[host] })],
        ]),
      ),
    },
    vlan: {
      set: Object.fromEntries(
        hosts.map((host) => [`${host}-vlan`, aRecord('vlan', { taggedPif: `${host}-card` } as unknown as Partial<RecordOf<'vlan'>>)]),
      ),
    },
  });
}

test('each host with an address tries all others, and what must be reached besides; a dark one is tried, and tries nothing', () => {
  const inventory = pool({ a: '10.0.0.1', b: '10.0.0.2', c: '', dark: '10.0.0.4' });
  expect(pathQuestions(inventory, network, '10.0.0.9').map(({ host, to }) => [host, to])).toEqual([
    ['a', ['10.0.0.2', '10.0.0.4', '10.0.0.9']],
    ['b', ['10.0.0.1', '10.0.0.4', '10.0.0.9']],
  ]);
  expect(pathQuestions(pool({ a: '10.0.0.1', b: '' }), network, undefined)).toEqual([]);
});

test('IPv6 is tried from IPv6, and only by those that have it', () => {
  const plain = pool({ a: '10.0.0.1', b: '' });
  const with6 = (host: string, address: string) => aRecord('pif', { ...plain.pif.get(`${host}-tag` as RefOf<'pif'>), ipv6: [`${address}/64`] });
  const inventory = applyDelta(plain, { pif: { set: { 'a-tag': with6('a', '2001:db8::1'), 'b-tag': with6('b', '2001:db8::2') } } });
  expect(pathQuestions(inventory, network, '2001:db8::9').map(({ host, to }) => [host, to])).toEqual([
    ['a', ['2001:db8::2', '2001:db8::9']],
    ['b', ['2001:db8::1', '2001:db8::9']],
  ]);
});

test('what fits, what shows only later, and what is lost on the way are told apart', () => {
  const seen = [9_000, 1_500, 1_400, 0].map((passes) => ({ to: `to-${passes}`, passes }));
  expect(pathSummary({ is: 'said', own: 1_500, paths: seen.slice(1) }, 9_000)).toEqual({ fits: 0, notYet: 1, troubles: seen.slice(2) });
  expect(pathSummary({ is: 'said', own: 9_000, paths: seen }, 9_000)).toEqual({ fits: 1, notYet: 0, troubles: seen.slice(1) });
  expect(pathSummary({ is: 'said', own: 9_000, paths: seen }, 1_500)).toEqual({ fits: 2, notYet: 0, troubles: seen.slice(2) });
});

test('nothing larger than the interface takes is tried, and nothing larger than is wished', () => {
  expect(sizesToTry({ mtu: 9_000, own: 1_500 })).toEqual([1_500, 1_400, 1_280, 576]);
  expect(sizesToTry({ mtu: 1_400, own: 9_000 })).toEqual([1_400, 1_280, 576]);
});

test('a tag on a card whose own network is narrower is told beforehand', () => {
  expect(narrowBelow(pool({ a: '' }), network, 9_000)).toEqual({ device: 'eth1', mtu: 1_500 });
  expect(narrowBelow(pool({ a: '' }, 9_000), network, 9_000)).toBeUndefined();
  expect(narrowBelow(pool({ a: '' }), 'card' as RefOf<'network'>, 9_000)).toBeUndefined();
});
