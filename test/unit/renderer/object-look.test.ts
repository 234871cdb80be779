import { expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { lookOfObject } from '#renderer/app/object-look.ts';
import type { Target } from '#renderer/state/command.ts';
import { aRecord, aSnapshot } from '#test/support/inventories.ts';

function webOn(host: { readonly isDark?: boolean }, isConnected = true): Target {
  const inventory = applyDelta(emptyInventory, aSnapshot({ pool: 'Paris', hosts: { h1: {}, h2: host }, vms: { web: { on: 'h2' } } }));
  const found = [...inventory.vm].find(([, vm]) => vm.name === 'web');
  if (found === undefined) throw new Error('there is no web');
  const state = isConnected ? ({ is: 'live' } as const) : ({ is: 'stale', sinceMs: 0, why: { kind: 'gone' } } as const);
  return { item: { is: 'vm', server: 's', ref: found[0] }, server: { id: 's' as ServerId, address: 'a', user: 'root', state }, inventory };
}

test('a running VM is shown as running', () => {
  expect(lookOfObject(webOn({})).state).toEqual({ icon: 'play', tone: 'ok', word: 'Running' });
});

test('a VM of a dark host is shown as last known, never as running', () => {
  const look = lookOfObject(webOn({ isDark: true }));
  expect([look.tone, look.state]).toEqual(['known', { icon: 'clock', tone: 'known', word: 'Last known: running' }]);
});

test('so is every VM of a pool that does not answer', () => {
  expect(lookOfObject(webOn({}, false)).state).toEqual({ icon: 'clock', tone: 'known', word: 'Last known: running' });
});

test('what a guest says of itself stands beside its name, and since when it runs where that is seen', () => {
  const target = webOn({});
  const [ref, web] = [...target.inventory.vm].find(([, vm]) => vm.name === 'web') ?? [];
  if (ref === undefined || web === undefined) throw new Error('there is no web');
  const guest = { ...aRecord('guestMetrics'), os: { name: 'Debian GNU/Linux 12|/dev/xvda' }, networks: { '0/ip': '10.20.4.32' } };
  const delta = {
    vm: { set: { [ref]: { ...web, guestMetrics: 'g', metrics: 'm' } } },
    guestMetrics: { set: { g: guest } },
    vmMetrics: { set: { m: { ...aRecord('vmMetrics'), startTime: 1_000 } } },
  };
  const told = { ...target, inventory: applyDelta(target.inventory, delta as never) };
  expect(lookOfObject(told)).toMatchObject({ subtitle: 'VM on h2 · Debian GNU/Linux 12 · 10.20.4.32', startedMs: 1_000 });
  const stale = { is: 'stale', sinceMs: 0, why: { kind: 'gone' } } as const;
  expect(lookOfObject({ ...told, server: { ...told.server, state: stale } }).startedMs).toBeUndefined();
});
