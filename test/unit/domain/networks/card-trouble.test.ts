import { expect, test } from 'vitest';
import { cardsOfVm } from '#shared/domain/devices/cards.ts';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { cardTroubles } from '#shared/domain/networks/card-trouble.ts';
import { macConflicts } from '#shared/domain/networks/mac-conflicts.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const pif = (given: object) =>
  aRecord('pif', { device: 'eth1', vlan: -1, network: 'lan', isPhysical: true, isAttached: true, metrics: 'up', ...given } as never);

/** A machine with one card in a network that both hosts lead into. */
function pool(change: Delta = {}, vm: Partial<Vm> & { readonly on?: string } = { on: 'a' }): Inventory {
  const inventory = anInventory({ hosts: { a: {}, b: {} }, vms: { web: vm, other: {} } });
  const whole = applyDelta(inventory, {
    network: { set: { lan: aRecord('network', { name: 'LAN' }) } },
    pifMetrics: { set: { up: aRecord('pifMetrics', { hasCarrier: true }), down: aRecord('pifMetrics', { hasCarrier: false }) } },
    pif: { set: { 'pif-a': pif({ host: 'a' }), 'pif-b': pif({ host: 'b' }) } },
    vif: { set: { card: aRecord('vif', { vm: 'web', network: 'lan', device: '0', mac: '02:00:00:00:00:01', isAttached: true } as never) } },
  });
  return applyDelta(whole, change);
}

function troubles(inventory: Inventory) {
  const vm = inventory.vm.get('web' as VmRef) as Vm;
  return cardsOfVm(inventory, 'web' as VmRef).flatMap((card) => cardTroubles({ inventory, vm, card, conflicts: macConflicts(inventory) }));
}

const away: Delta = { hostMetrics: { set: { 'a-metrics': { isLive: false }, 'b-metrics': { isLive: false } } } };

test.each<[name: string, inventory: Inventory, troubles: readonly object[]]>([
  ['all is well', pool(), []],
  ['its cable is out', pool({ vif: { set: { card: { isAttached: false } } } }), [{ is: 'unplugged' }]],
  ['a halted machine has no cable', pool({ vif: { set: { card: { isAttached: false } } } }, {}), []],
  ['its network is gone', pool({ network: { gone: ['lan'] } }), [{ is: 'network-gone' }]],
  ['nothing may pass', pool({ vif: { set: { card: { lockingMode: 'disabled' } } } }), [{ is: 'locked' }]],
  ['no address may pass', pool({ vif: { set: { card: { lockingMode: 'locked' } } } }), [{ is: 'nothing-allowed' }]],
  ['an address is named', pool({ vif: { set: { card: { lockingMode: 'locked', ipv4Allowed: ['10.0.0.9'] } } } }), []],
  ['its host leads nowhere', pool({ pif: { set: { 'pif-a': { network: null } } } }), [{ is: 'no-way', host: 'a', network: 'LAN' }]],
  ['nobody leads out', pool({ pif: { set: { 'pif-a': { network: null }, 'pif-b': { network: null } } } }), []],
  ['no host that leads there answers', pool(away, {}), [{ is: 'no-way-anywhere', network: 'LAN' }]],
  ['the wire is dead', pool({ pif: { set: { 'pif-a': { metrics: 'down' } } } } as never), [{ is: 'no-link', host: 'a', device: 'eth1' }]],
  ['the interface is unplugged', pool({ pif: { set: { 'pif-a': { isAttached: false } } } }), [{ is: 'way-unplugged', host: 'a', device: 'eth1' }]],
  [
    'another machine has its address',
    pool({ vif: { set: { twin: aRecord('vif', { vm: 'other', network: 'lan', mac: '02:00:00:00:00:01' } as never) } } }),
    [{ is: 'mac-twice', mac: '02:00:00:00:00:01', others: ['other'] }],
  ],
  [
    'however it is written',
    pool({
      vif: { set: { card: { mac: '02:00:00:00:00:0A' }, twin: aRecord('vif', { vm: 'other', network: 'lan', mac: '02:00:00:00:00:0a' } as never) } },
    }),
    [{ is: 'mac-twice', mac: '02:00:00:00:00:0A', others: ['other'] }],
  ],
])('%s', (_name, inventory, found) => {
  expect(troubles(inventory)).toEqual(found);
});
