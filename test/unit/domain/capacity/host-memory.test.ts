import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HostMemory, memoryOfHost } from '#shared/domain/capacity/host-memory.ts';
import { loadOf } from '#shared/domain/capacity/vm-loads.ts';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { anInventory, plain } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const h1 = 'h1' as HostRef;

function aHost(memory: { readonly total: number; readonly xen: number; readonly domain: number; readonly vms: readonly number[] }): Inventory {
  const inventory = anInventory({
    hosts: { h1: { memoryOverhead: memory.xen } },
    vms: {
      dom0: { on: 'h1', isControlDomain: true, memoryDynamicMax: memory.domain },
      ...Object.fromEntries(memory.vms.map((size, index) => [`vm-${index}`, { on: 'h1', memoryDynamicMax: size }])),
      elsewhere: { memoryDynamicMax: 50 * GIB },
    },
  });
  return applyDelta(inventory, { hostMetrics: { set: { 'h1-metrics': { ...plain('hostMetrics'), isLive: true, memoryTotal: memory.total } } } });
}

function memoryOf(inventory: Inventory): HostMemory | undefined {
  return memoryOfHost(inventory, { host: h1, load: loadOf(inventory) });
}

test('what is free is what hypervisor, control domain and residents have not taken', () => {
  const inventory = aHost({ total: 64 * GIB, xen: GIB, domain: 4 * GIB, vms: [16 * GIB, 8 * GIB] });
  const expected = { totalBytes: 64 * GIB, systemBytes: 5 * GIB, vmBytes: 24 * GIB, freeBytes: 35 * GIB, vms: 2 };
  expect(memoryOf(inventory)).toEqual(expected);
});

test('a host that has not said how much it has is not one with nothing', () => {
  expect(memoryOf(anInventory({ hosts: { h1: {} } }))).toBeUndefined();
});

test('whatever the records say, the parts are never negative and add up to the whole', () => {
  const size = fc.integer({ min: 0, max: 300 * 1024 });
  fc.assert(
    fc.property(
      fc.record({ total: fc.integer({ min: 1, max: 100 * 1024 }), xen: size, domain: size, vms: fc.array(size, { maxLength: 5 }) }),
      (memory) => {
        const found = memoryOf(aHost(memory));
        if (found === undefined) throw new Error('it has said how much it has');
        expect(found.systemBytes + found.vmBytes + found.freeBytes).toBe(memory.total);
        expect(Math.min(found.systemBytes, found.vmBytes, found.freeBytes)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
