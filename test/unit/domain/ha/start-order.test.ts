import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HaVm } from '#shared/domain/ha/ha-facts.ts';
import { moved, type NewOrder, startGroups, stepped } from '#shared/domain/ha/start-order.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';

const aVm = (name: string, order: number): HaVm => ({
  ref: name as VmRef,
  name,
  priority: 'restart',
  isAlwaysRun: true,
  order,
  startDelaySeconds: 0,
  sizeBytes: 1,
  host: undefined,
  obstacles: [],
});

const named = (vms: readonly HaVm[]) => startGroups(vms).map((members) => members.map(({ name }) => name).toSorted());
const applied = (vms: readonly HaVm[], changes: readonly NewOrder[]) =>
  vms.map((vm) => ({ ...vm, order: changes.find((change) => change.vm.ref === vm.ref)?.order ?? vm.order }));
const said = (changes: readonly NewOrder[]) => changes.map(({ vm, order }) => [vm.name, order]);

const vms = [aVm('db', 0), aVm('app', 5), aVm('web', 5), aVm('mail', -1)];

test('what is started together is a group; who has a negative order comes last', () => {
  expect(named([...vms, { ...aVm('idle', 0), priority: 'none' }])).toEqual([['db'], ['app', 'web'], ['mail']]);
});

test('a VM joins a group, or gets one of its own, and no other group changes', () => {
  expect(said(moved(vms, 'mail' as VmRef, { group: 0, isOwn: false }))).toEqual([['mail', 0]]);
  expect(said(moved(vms, 'web' as VmRef, { group: 1, isOwn: true }))).toEqual([['web', 1]]);
  expect(said(moved(vms, 'db' as VmRef, { group: 2, isOwn: false }))).toEqual([['db', -1]]);
  // There is no order before the first, so the first makes room.
  expect(said(moved(vms, 'web' as VmRef, { group: 0, isOwn: true }))).toEqual([
    ['web', 0],
    ['db', 1],
  ]);
});

test('step by step: out of a group first, then into the next; at either end nothing moves', () => {
  expect(said(stepped(vms, 'web' as VmRef, -1))).toEqual([['web', 1]]);
  expect(said(stepped(vms, 'db' as VmRef, 1))).toEqual([['db', 5]]);
  expect([stepped(vms, 'db' as VmRef, -1), stepped(vms, 'mail' as VmRef, 1), stepped(vms, 'gone' as VmRef, 1)]).toEqual([[], [], []]);
});

test('wherever a VM is put, the others stay in the groups and the order they had', () => {
  const pools = fc
    .array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 8 })
    .map((orders) => orders.map((order, index) => aVm(`v${index}`, order)));
  fc.assert(
    fc.property(pools, fc.nat(), fc.nat(), fc.boolean(), (pool, at, to, isOwn) => {
      const chosen = pool[at % pool.length];
      if (chosen === undefined) return;
      const groups = startGroups(pool);
      const place = { group: to % (groups.length + 1), isOwn };
      const without = (all: readonly HaVm[]) => named(all.filter(({ ref }) => ref !== chosen.ref));
      const after = applied(pool, moved(pool, chosen.ref, place));
      expect(without(after)).toEqual(without(pool));
      const home = startGroups(after).find((members) => members.some(({ ref }) => ref === chosen.ref)) ?? [];
      const joined = isOwn ? [] : (groups[place.group] ?? []);
      expect(new Set(home.map(({ ref }) => ref))).toEqual(new Set([chosen.ref, ...joined.map(({ ref }) => ref)]));
    }),
    { numRuns: 500 },
  );
});
