import { expect, test } from 'vitest';
import { changeCard } from '#engine/operations/verbs/device/change-card.ts';
import { configureNetwork } from '#engine/operations/verbs/network/configure-network.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const server = 'one' as ServerId;

test('an app that ended while an interface was out of its network offers to plug it in', () => {
  const verb = configureNetwork({ kind: 'network.configure', server, network: 'n' as RefOf<'network'>, mtu: 9000 });
  const way = (isAttached: boolean) =>
    applyDelta(anInventory({ hosts: { a: {} } }), {
      pif: { set: { w: aRecord('pif', { host: 'a', network: 'n', isAttached } as unknown as Partial<RecordOf<'pif'>>) } },
    });
  expect(verb.mends?.(way(false), ['w'])).toEqual([{ kind: 'network.plug', server, network: 'n' }]);
  expect(verb.mends?.(way(true), ['w'])).toEqual([]);
  expect(verb.mends?.(way(false), [])).toEqual([]);
});

test('an app that ended while a card was between two addresses offers to make it again, or to plug it in', () => {
  const verb = changeCard({ kind: 'card.change', server, card: 'old' as RefOf<'vif'>, changes: { mac: '02:00:00:00:00:02' } });
  const rights = { limitKbps: 0, locking: 'locked', ipv4Allowed: ['10.0.0.5'], ipv6Allowed: [] };
  const remembered = ['vm', '0', 'n', '02:00:00:00:00:02', 'true', JSON.stringify(rights)];
  const plain = anInventory({ hosts: {}, vms: { vm: { power: 'Running' } } });
  const withNetwork = applyDelta(plain, { network: { set: { n: aRecord('network', {}) } } });
  const card = (isAttached: boolean) =>
    applyDelta(withNetwork, { vif: { set: { new: aRecord('vif', { vm: 'vm', device: '0', isAttached } as unknown as Partial<RecordOf<'vif'>>) } } });
  expect(verb.mends?.(withNetwork, remembered)).toEqual([
    { kind: 'card.create', server, machine: 'vm', network: 'n', mac: '02:00:00:00:00:02', device: '0', ...rights },
  ]);
  expect(verb.mends?.(card(false), remembered)).toEqual([{ kind: 'card.plug', server, card: 'new', isOn: true }]);
  expect([verb.mends?.(card(true), remembered), verb.mends?.(withNetwork, [])]).toEqual([[], []]);
});
