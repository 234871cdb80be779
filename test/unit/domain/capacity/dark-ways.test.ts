import { expect, test } from 'vitest';
import { darkWays } from '#shared/domain/capacity/dark-ways.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { anInventory, plain } from '#test/support/inventories.ts';

type Pif = RecordOf<'pif'>;
const [h1, h2, h3] = ['h1', 'h2', 'h3'] as unknown as readonly [HostRef, HostRef, HostRef];
const bond = 'bond' as RefOf<'bond'>;

function ways(pifs: readonly Partial<Pif>[]) {
  const set = pifs.map((pif, at) => [`p${at}`, { ...plain('pif'), host: h1, netmask: '255.255.255.0', isAttached: true, isPhysical: true, ...pif }]);
  const metrics = { link: { ...plain('pifMetrics'), hasCarrier: true } };
  const hosts = anInventory({ hosts: { h1: {}, h2: {}, h3: { isDark: true } } });
  const bonds = { bond: { ...plain('bond'), slaves: ['p0', 'p1'] as RefOf<'pif'>[] } };
  return darkWays(applyDelta(hosts, { pif: { set: Object.fromEntries(set) }, pifMetrics: { set: metrics }, bond: { set: bonds } }), h1);
}

const management = { device: 'eth0', ip: '10.0.0.1', isManagement: true };

test('an address on another card is a second way, through the live members of its network', () => {
  const beside = [h2, h3].map((host, at) => ({ host, device: 'eth2', ip: `10.30.0.${at + 2}` }));
  expect(ways([management, { device: 'eth2', ip: '10.30.0.1' }, ...beside])).toEqual({
    management: { address: '10.0.0.1', nic: 'eth0' },
    second: [{ address: '10.30.0.1', nic: 'eth2', through: [h2], isOnOtherCard: true }],
    spareNics: [],
  });
});

test('a VLAN on the management card is no way of its own', () => {
  expect(ways([management, { device: 'eth0', vlan: 30, ip: '10.30.0.1', isPhysical: false }]).second).toEqual([
    { address: '10.30.0.1', nic: 'eth0.30', through: [], isOnOtherCard: false },
  ]);
});

test('a bond stands on all of its cards', () => {
  const cards = ['eth0', 'eth1'].map((device) => ({ device, bondSlaveOf: bond }));
  const beside = { device: 'eth1', ip: '10.9.0.1', bondSlaveOf: bond };
  const master = { device: 'bond0', bondMasterOf: [bond], isPhysical: false, isManagement: true, ip: '10.0.0.1' };
  const onBond = { device: 'bond0', vlan: 5, ip: '10.5.0.1', isPhysical: false };
  expect(ways([...cards, master, onBond, beside]).second.map(({ isOnOtherCard }) => isOnOtherCard)).toEqual([false, false]);
});

test('a card that has a link and no address could become one', () => {
  const link = 'link' as RefOf<'pifMetrics'>;
  expect(ways([management, { device: 'eth3', metrics: link }, { device: 'eth4' }]).spareNics).toEqual(['eth3']);
});
