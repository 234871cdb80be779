import { expect, test } from 'vitest';
import { createSnapshotPages, RECORDS_PER_PAGE, type SnapshotPages } from '#engine/rpc/snapshot-pages.ts';
import { createGrowingInventory, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { aSnapshot } from '#test/support/inventories.ts';

const VMS = RECORDS_PER_PAGE * 2 + 500;
const nameOf = (index: number): string => `vm-${index}`;

/** More VMs than go on two pages, and who listens to their changes. */
function aBigPool(): { inventory: Inventory; change: (delta: Delta) => void; made: Delta[] } {
  const { inventory, apply } = createGrowingInventory();
  const names = Array.from({ length: VMS }, (_, index) => [nameOf(index), { name: 'old' }]);
  apply(aSnapshot({ pool: 'p', hosts: { h: {} }, vms: Object.fromEntries(names) }));
  const made: Delta[] = [];
  return {
    inventory,
    made,
    change(delta) {
      made.push(delta);
      apply(delta);
    },
  };
}

let ids = 0;
function somePages(): SnapshotPages {
  return createSnapshotPages(() => `page-${(ids += 1)}`);
}

/** Everything up to the last page; `between` runs after each. */
function readAll(pages: SnapshotPages, of: Inventory, between: (read: number) => void = () => undefined): { inventory: Inventory; sizes: number[] } {
  const { inventory, apply } = createGrowingInventory();
  const sizes: number[] = [];
  for (let next: string | undefined; ; ) {
    const page = pages.read(of, next);
    apply(page.inventory);
    sizes.push(Object.values(page.inventory).reduce((sum, { set = {} }) => sum + Object.keys(set).length, 0));
    between(sizes.length);
    if (page.next === undefined) return { inventory, sizes };
    next = page.next;
  }
}

test('no page is larger than either side takes in without standing still, and together they are everything', () => {
  const { inventory } = aBigPool();
  const read = readAll(somePages(), inventory);
  expect(read.inventory).toEqual(inventory);
  expect(read.sizes.slice(0, 2)).toEqual([RECORDS_PER_PAGE, RECORDS_PER_PAGE]);
  expect(Math.max(...read.sizes)).toBe(RECORDS_PER_PAGE);
});

test('a small pool is one page', () => {
  const { inventory, apply } = createGrowingInventory();
  apply(aSnapshot({ pool: 'p', hosts: { h: {} }, vms: { web: {} } }));
  expect(somePages().read(inventory, undefined)).toEqual({ inventory: aSnapshot({ pool: 'p', hosts: { h: {} }, vms: { web: {} } }) });
});

test('what changes between two pages is right once the changes have been heard as well', () => {
  const pool = aBigPool();
  const read = readAll(somePages(), pool.inventory, (pages) => {
    const last = pages * RECORDS_PER_PAGE;
    pool.change({ vm: { gone: [nameOf(0), nameOf(last - 1), nameOf(last), nameOf(last - 10)] } });
    pool.change({ vm: { set: { [nameOf(last + 7)]: { name: 'new' }, [nameOf(5)]: { name: `new ${pages}` } } } });
    pool.change({ vm: { set: { [`late-${pages}`]: { ...pool.inventory.vm.get(nameOf(5) as VmRef), name: 'late' } } } });
  });
  const { inventory, apply } = createGrowingInventory();
  apply(Object.fromEntries(Object.entries(read.inventory).map(([name, records]) => [name, { set: Object.fromEntries(records) }])));
  pool.made.forEach(apply);
  expect(inventory).toEqual(pool.inventory);
});

test('a page nobody remembers is the first one again, and so is one of another pool', () => {
  const { inventory } = aBigPool();
  const other = aBigPool().inventory;
  const pages = somePages();
  const first = pages.read(inventory, undefined);
  const strangers = [pages.read(inventory, 'never made'), pages.read(other, first.next)];
  expect(strangers.map((page) => Object.keys(page.inventory.vm?.set ?? {})[0])).toEqual([nameOf(0), nameOf(0)]);
});

test('readers who never come back are forgotten, the oldest first', () => {
  const { inventory } = aBigPool();
  const pages = somePages();
  const names = Array.from({ length: 100 }, () => pages.read(inventory, undefined).next);
  const firstOf = (page: string | undefined): string | undefined => Object.keys(pages.read(inventory, page).inventory.vm?.set ?? {})[0];
  expect([firstOf(names[0]), firstOf(names[99]) === nameOf(0)]).toEqual([nameOf(0), false]);
});
