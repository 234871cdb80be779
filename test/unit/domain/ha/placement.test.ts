import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { haFactsOf } from '#shared/domain/ha/ha-facts.ts';
import { protectedNow } from '#shared/domain/ha/tolerance.ts';
import { type WhatIf, whatIf } from '#shared/domain/ha/what-if.ts';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { placementIn } from '#shared/domain/rules/placement.ts';
import { KeptPoolIndex } from '#shared/domain/rules/pool-index.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;

const host = fc.record({
  gib: fc.integer({ min: 4, max: 40 }),
  isHvm: fc.boolean(),
  processors: fc.integer({ min: 1, max: 4 }),
  reaches: fc.array(fc.nat({ max: 2 })),
});
const machine = fc.record({
  home: fc.nat(),
  gib: fc.integer({ min: 1, max: 12 }),
  vcpus: fc.integer({ min: 1, max: 4 }),
  isHvm: fc.boolean(),
  lies: fc.nat({ max: 2 }),
  speaks: fc.nat({ max: 2 }),
});
const pools = fc.record({ hosts: fc.array(host, { minLength: 2, maxLength: 4 }), vms: fc.array(machine, { minLength: 1, maxLength: 8 }) });
type Sketch = typeof pools extends fc.Arbitrary<infer S> ? S : never;

const THINGS = [0, 1, 2];
const sr = (of: number) => `sr${of}` as RefOf<'sr'>;
const network = (of: number) => `net${of}` as RefOf<'network'>;

/** Hosts that differ in what they can run and reach; the first repository and network are everywhere. */
function inventoryOf({ hosts, vms }: Sketch): Inventory {
  const names = hosts.map((_, index) => `h${index}`);
  const reached = hosts.flatMap(({ reaches }, index) => [...new Set([0, ...reaches])].map((thing) => [`h${index}` as HostRef, thing] as const));
  const base = anInventory({
    pool: 'p',
    hosts: Object.fromEntries(
      hosts.map(({ isHvm, processors }, index) => [
        names[index] ?? '',
        { capabilities: isHvm ? ['hvm-3.0'] : [], cpuInfo: { cpu_count: String(processors) } },
      ]),
    ),
    vms: Object.fromEntries(
      vms.map(({ home, gib, vcpus, isHvm }, index) => [
        `v${index}`,
        {
          on: names[home % names.length] ?? '',
          memoryStaticMax: gib * GIB,
          memoryDynamicMax: gib * GIB,
          memoryDynamicMin: gib * GIB,
          vcpusMax: vcpus,
          domainType: isHvm ? 'hvm' : 'pv',
          haRestartPriority: 'restart',
          isAlwaysRun: true,
        },
      ]),
    ),
  });
  return applyDelta(base, {
    hostMetrics: { set: Object.fromEntries(hosts.map(({ gib }, index) => [`h${index}-metrics`, { memoryTotal: gib * GIB }])) },
    sr: { set: Object.fromEntries(THINGS.map((thing) => [sr(thing), aRecord('sr', { name: sr(thing), isShared: true })])) },
    network: { set: Object.fromEntries(THINGS.map((thing) => [network(thing), aRecord('network', { name: network(thing), isManaged: true })])) },
    pbd: { set: Object.fromEntries(reached.map(([on, thing]) => [`${on}-${thing}`, aRecord('pbd', { host: on, sr: sr(thing), isAttached: true })])) },
    pif: { set: Object.fromEntries(reached.map(([on, thing]) => [`${on}-${thing}`, aRecord('pif', { host: on, network: network(thing) })])) },
    vdi: { set: Object.fromEntries(vms.map(({ lies }, index) => [`d${index}`, aRecord('vdi', { sr: sr(lies) })])) },
    vbd: {
      set: Object.fromEntries(
        vms.map((_, index) => [`b${index}`, aRecord('vbd', { vm: `v${index}` as VmRef, vdi: `d${index}` as RefOf<'vdi'>, type: 'Disk' })]),
      ),
    },
    vif: {
      set: Object.fromEntries(vms.map(({ speaks }, index) => [`c${index}`, aRecord('vif', { vm: `v${index}` as VmRef, network: network(speaks) })])),
    },
  });
}

/** The pool once the server has found out: the hosts are gone and their VMs are off. */
function afterLosing(inventory: Inventory, { lost, vms }: WhatIf): Inventory {
  return applyDelta(inventory, {
    hostMetrics: { set: Object.fromEntries(lost.map((ref) => [`${ref}-metrics`, { isLive: false }])) },
    vm: { set: Object.fromEntries(vms.map(({ vm }) => [vm, { power: 'Halted', residentOn: null }])) },
  });
}

test('no VM is said to restart where the rules for starting it refuse, and one that is planned in vain is refused there', () => {
  const seen = { restarts: 0, 'planned-in-vain': 0 };
  fc.assert(
    fc.property(pools, fc.nat(), fc.boolean(), (sketch, first, isTwo) => {
      const inventory = inventoryOf(sketch);
      const facts = haFactsOf(inventory);
      const refs = facts.hosts.map(({ ref }) => ref);
      const lost = new Set([0, ...(isTwo ? [1] : [])].flatMap((next) => refs[(first + next) % refs.length] ?? []));
      const answer = whatIf(facts, protectedNow(facts), lost);
      const placement = placementIn(new KeptPoolIndex(afterLosing(inventory, answer)));
      const planned = answer.vms.flatMap(({ vm, fate }) =>
        fate.is === 'restarts' || fate.is === 'planned-in-vain' ? [{ is: fate.is, isRefused: placement.problems(vm, fate.host).length > 0 }] : [],
      );
      expect(planned.filter(({ is, isRefused }) => isRefused !== (is === 'planned-in-vain'))).toEqual([]);
      for (const { is } of planned) seen[is] += 1;
    }),
    { numRuns: 500 },
  );
  // Both kinds were among them.
  expect([seen.restarts > 0, seen['planned-in-vain'] > 0]).toEqual([true, true]);
});
