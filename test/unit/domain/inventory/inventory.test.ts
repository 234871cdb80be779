import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, createGrowingInventory, differenceOf, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';

const fields = fc.record({
  name: fc.string(),
  tags: fc.array(fc.string()),
  order: fc.integer(),
  currentOperations: fc.dictionary(fc.string(), fc.string()),
});
const picture = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fields);

/** Plain fields stand for whole records here: what is compared does not depend on which there are. */
function inventoryOf(vms: Readonly<Record<string, object>>): Inventory {
  return applyDelta(emptyInventory, { vm: { set: vms } });
}

test('property: the difference between two pictures, applied to the first, is the second', () => {
  fc.assert(
    fc.property(picture, picture, (first, second) => {
      const before = inventoryOf(first);
      const after = inventoryOf(second);
      const delta = differenceOf(before, after);
      expect(delta === undefined ? before : applyDelta(before, delta)).toEqual(after);
    }),
  );
});

test('property: growing in place comes to the same as making new pictures', () => {
  fc.assert(
    fc.property(fc.array(picture), (pictures) => {
      const growing = createGrowingInventory();
      let last = emptyInventory;
      for (const next of pictures.map(inventoryOf)) {
        const delta = differenceOf(last, next);
        if (delta !== undefined) growing.apply(delta);
        last = next;
        expect(growing.inventory).toEqual(last);
      }
    }),
  );
});

test('what a delta does not mention keeps its identity', () => {
  const before = inventoryOf({ a: { name: 'a' }, b: { name: 'b' } });
  const after = applyDelta(before, { vm: { set: { a: { name: 'A' } } } });
  expect(after.host).toBe(before.host);
  expect(after.vm.get('b' as never)).toBe(before.vm.get('b' as never));
  expect(after.vm.get('a' as never)).toEqual({ name: 'A' });
});

test('equal pictures differ in nothing', () => {
  const one = { a: { name: 'a', tags: ['x'], currentOperations: { t: 'start' } } };
  expect(differenceOf(inventoryOf(one), inventoryOf(structuredClone(one)))).toBeUndefined();
});
