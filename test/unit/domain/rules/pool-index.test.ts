import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, type Delta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { KeptPoolIndex } from '#shared/domain/rules/pool-index.ts';
import { problemsOf, rulesFor } from '#shared/domain/rules/rules.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const vms = ['a', 'b', 'c'] as VmRef[];
const hosts = ['h1', 'h2'] as HostRef[];
const stores = ['s1', 's2'] as RefOf<'sr'>[];
const networks = ['n1', 'n2'] as RefOf<'network'>[];
const start = anInventory({ pool: 'p', hosts: { h1: {}, h2: {} }, vms: { a: { on: 'h1' }, b: {} } });
const aVm = fc.constantFrom(...vms);
const aHost = fc.constantFrom(null, ...hosts);
const ofTwo = (name: string) => fc.constantFrom(`${name}1`, `${name}2`);

const aDelta: fc.Arbitrary<Delta> = fc.oneof(
  fc
    .record({ ref: aVm, residentOn: aHost, memoryDynamicMin: fc.nat(9), domainType: fc.constantFrom('hvm', 'pv_in_pvh') })
    .map(({ ref, ...vm }): Delta => ({ vm: { set: { [ref]: aRecord('vm', { ...vm, memoryStaticMax: 20, uuid: ref }) } } })),
  aVm.map((ref): Delta => ({ vm: { gone: [ref] } })),
  fc.tuple(ofTwo('d'), fc.constantFrom(null, ...vms)).map(([ref, vm]): Delta => ({ vbd: { set: { [ref]: aRecord('vbd', { vm, type: 'Disk' }) } } })),
  ofTwo('d').map((ref): Delta => ({ vbd: { gone: [ref] } })),
  fc
    .tuple(ofTwo('v'), aVm, fc.constantFrom(null, ...networks))
    .map(([ref, vm, network]): Delta => ({ vif: { set: { [ref]: aRecord('vif', { vm, network }) } } })),
  ofTwo('v').map((ref): Delta => ({ vif: { gone: [ref] } })),
  fc
    .tuple(ofTwo('p'), aHost, fc.constantFrom(...stores), fc.boolean())
    .map(([ref, host, sr, isAttached]): Delta => ({ pbd: { set: { [ref]: aRecord('pbd', { host, sr, isAttached }) } } })),
  ofTwo('p').map((ref): Delta => ({ pbd: { gone: [ref] } })),
  fc
    .tuple(ofTwo('w'), aHost, fc.constantFrom(...networks))
    .map(([ref, host, network]): Delta => ({ pif: { set: { [ref]: aRecord('pif', { host, network }) } } })),
);

const inAnyOrder = (records: readonly object[]): readonly string[] => records.map((record) => JSON.stringify(record)).sort();

function said(index: KeptPoolIndex) {
  return {
    drives: vms.map((vm) => inAnyOrder(index.drivesOf(vm))),
    cards: vms.map((vm) => inAnyOrder(index.cardsOf(vm))),
    users: networks.map((network) => inAnyOrder(index.cardsOn(network))),
    needed: hosts.map((host) => index.leastBytesOn(host)),
    attached: hosts.map((host) => stores.map((sr) => index.isAttached(host, sr))),
    wires: networks.map((network) => inAnyOrder(index.wiresOf(network))),
  };
}

test('whatever happens, an index that is kept up says what one made from the start says', () => {
  fc.assert(
    fc.property(fc.array(aDelta, { maxLength: 30 }), (deltas) => {
      const kept = new KeptPoolIndex(start);
      let inventory = start;
      for (const delta of deltas) {
        inventory = applyDelta(inventory, delta);
        kept.apply(inventory, delta);
        expect(said(kept)).toEqual(said(new KeptPoolIndex(inventory)));
      }
    }),
  );
});

test('machines that need the same share an answer, those that need more do not', () => {
  const base = anInventory({
    pool: 'p',
    hosts: { h1: {} },
    vms: {
      a: { domainType: 'pv', memoryDynamicMin: GIB },
      b: { domainType: 'pv', memoryDynamicMin: GIB },
      c: { domainType: 'pv', memoryDynamicMin: 9 * GIB },
    },
  });
  const inventory = applyDelta(base, { hostMetrics: { set: { 'h1-metrics': { memoryTotal: 4 * GIB } } } });
  const kept = new KeptPoolIndex(inventory);
  const problems = vms.map((vm) => problemsOf({ kind: 'vm.start', server: 's', vm }, { inventory, link: 'live', keptIndex: () => kept }));
  expect(problems).toEqual([[], [], [{ rule: 'no-host-fits' }, { rule: 'not-enough-memory', host: 'h1', needBytes: 9 * GIB, freeBytes: 4 * GIB }]]);
});

test('rules over a picture that is no longer the present one go on without the index of the present one', () => {
  const base = anInventory({
    pool: 'p',
    hosts: { h1: {} },
    vms: { a: { domainType: 'pv', memoryDynamicMin: 3 * GIB }, b: { memoryDynamicMin: 3 * GIB } },
  });
  const before = applyDelta(base, { hostMetrics: { set: { 'h1-metrics': { memoryTotal: 4 * GIB } } } });
  const kept = new KeptPoolIndex(before);
  const rules = rulesFor({ inventory: before, link: 'live', keptIndex: () => (kept.inventory === before ? kept : undefined) });
  const start: OperationRequest = { kind: 'vm.start', server: 's', vm: 'a' as VmRef };
  expect(rules.problemsOf(start)).toEqual([]);
  const delta: Delta = { vm: { set: { b: { residentOn: 'h1' as HostRef, power: 'Running' } } } };
  kept.apply(applyDelta(before, delta), delta);
  expect(rules.problemsOf({ ...start })).toEqual([]);
  expect(problemsOf(start, { inventory: kept.inventory, link: 'live', keptIndex: () => kept }).map(({ rule }) => rule)).toEqual([
    'no-host-fits',
    'not-enough-memory',
  ]);
});
