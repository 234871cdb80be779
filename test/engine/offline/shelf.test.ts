import { expect, test } from 'vitest';
import { createShelf } from '#engine/offline/shelf.ts';
import { createGrowingInventory, type Delta } from '#shared/domain/inventory/inventory.ts';

const VMS = 3_000;

/** More than is read in one go. */
function aBigFile(): Uint8Array {
  const rows = Array.from(
    { length: VMS },
    (_, index) => `<row ref="OpaqueRef:${index}" name__label="vm-${index}" name__description="${'d'.repeat(300)}"/>`,
  );
  return Buffer.from(`<database><table name="pool"><row ref="OpaqueRef:p" uuid="p"/></table><table name="VM">${rows.join('')}</table></database>`);
}

test('a big file is told in parts that add up to it', async () => {
  const told: Delta[] = [];
  const shelf = createShelf({ newId: () => 'file', onChange: () => undefined, onDelta: (_server, delta) => void told.push(delta) });
  const server = await shelf.add({ name: 'state.db', bytes: aBigFile(), takenAtMs: 0 });
  expect(told.length).toBeGreaterThan(3);
  expect(Math.max(...told.map(({ vm }) => Object.keys(vm?.set ?? {}).length))).toBeLessThan(VMS / 2);
  const sum = createGrowingInventory();
  told.forEach(sum.apply);
  expect(sum.inventory).toEqual(shelf.inventory(server));
  expect(shelf.inventory(server)?.vm.size).toBe(VMS);
});

test('a file that is closed while it is told is told no further', async () => {
  const told: Delta[] = [];
  const shelf = createShelf({
    newId: () => 'file',
    onChange: () => undefined,
    onDelta(server, delta) {
      told.push(delta);
      shelf.remove(server);
    },
  });
  await shelf.add({ name: 'state.db', bytes: aBigFile(), takenAtMs: 0 });
  expect(told).toHaveLength(1);
});
