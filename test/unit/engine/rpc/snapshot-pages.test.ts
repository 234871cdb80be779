import { expect, test } from 'vitest';
import { createSnapshotPages, RECORDS_PER_PAGE, type SnapshotPages } from '#engine/rpc/snapshot-pages.ts';
import { createGrowingInventory, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { aRecord, aSnapshot } from '#test/support/inventories.ts';

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

test('what stands below something comes no earlier than that, and a VM that starts between two pages comes once', () => {
  const { inventory, apply } = createGrowingInventory();
  const many = (prefix: string, count: number, fields: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, fields]));
  const vms = { ...many('off', RECORDS_PER_PAGE, {}), ...many('on', RECORDS_PER_PAGE, { on: 'h' }) };
  apply(aSnapshot({ pool: 'p', hosts: { h: {} }, vms }));
  apply({ vdi: { set: { disk: aRecord('vdi') } }, vbd: { set: { drive: aRecord('vbd') } }, guestMetrics: { set: { g: aRecord('guestMetrics') } } });
  const told: (readonly [string, number])[] = [];
  const pages = somePages();
  for (let number = 0, next: string | undefined; number === 0 || next !== undefined; number += 1) {
    const page = pages.read(inventory, next);
    for (const [name, { set = {} }] of Object.entries(page.inventory)) {
      told.push(...Object.keys(set).map((ref) => [name === 'vm' ? ref : name, number] as const));
    }
    // Among the first, were they told now.
    apply({ vm: { set: { 'off-0': { residentOn: 'h' as HostRef }, 'off-999': { residentOn: 'h' as HostRef } } } });
    next = page.next;
  }
  const names = ['pool', 'host', 'hostMetrics', 'vdi', 'vbd', 'guestMetrics', ...Object.keys(vms)];
  expect(told.map(([name]) => name).toSorted()).toEqual(names.toSorted());
  const pageOf = new Map(told);
  const places = ['pool', 'on-0', 'on-999', 'vdi', 'vbd', 'off-0', 'off-998', 'guestMetrics'].map((name) => pageOf.get(name));
  expect(places).toEqual([0, 0, 1, 1, 1, 1, 2, 2]);
});
