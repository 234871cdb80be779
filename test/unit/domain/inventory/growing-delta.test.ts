import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGrowingDelta } from '#shared/domain/inventory/growing-delta.ts';
import { applyDelta, differenceOf, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';

/** Every record has every field, as whole records do. */
const fields = fc.record({ name: fc.string(), order: fc.integer(), isATemplate: fc.boolean() });
const classes = fc.record({ vm: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fields), host: fc.dictionary(fc.constantFrom('h', 'i'), fields) });

function inventoryOf({ vm, host }: { vm: Readonly<Record<string, object>>; host: Readonly<Record<string, object>> }): Inventory {
  return applyDelta(emptyInventory, { vm: { set: vm }, host: { set: host } });
}

test('property: deltas told as one lead to the same as one after another', () => {
  fc.assert(
    fc.property(classes, fc.array(classes, { minLength: 1 }), (first, rest) => {
      const growing = createGrowingDelta();
      const start = inventoryOf(first);
      let last = start;
      for (const next of rest.map(inventoryOf)) {
        growing.add(differenceOf(last, next) ?? {});
        last = next;
      }
      expect(applyDelta(start, growing.take() ?? {})).toEqual(last);
    }),
  );
});

test('it says one thing of each object, and begins anew when it is taken', () => {
  const growing = createGrowingDelta();
  growing.add({ vm: { set: { a: { name: 'one' }, b: { name: 'new' } }, gone: ['c'] } });
  growing.add({ vm: { set: { a: { order: 2 }, c: { name: 'back' } }, gone: ['b'] } });
  expect(growing.size()).toBe(3);
  expect(growing.take()).toEqual({ vm: { set: { a: { name: 'one', order: 2 }, c: { name: 'back' } }, gone: ['b'] } });
  expect([growing.size(), growing.take()]).toEqual([0, undefined]);
});
