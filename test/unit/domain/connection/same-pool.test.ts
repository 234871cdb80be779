import { expect, test } from 'vitest';
import { poolRelation } from '#shared/domain/connection/same-pool.ts';
import { emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { anInventory } from '#test/support/inventories.ts';

const paris = anInventory({ hosts: { one: { uuid: 'host-1' }, two: { uuid: 'host-2' } } });
const promoted = anInventory({ hosts: { two: { uuid: 'host-2' }, one: { uuid: 'host-1' } } });
const elsewhere: Inventory = { ...paris, pool: new Map([...paris.pool].map(([ref, pool]) => [ref, { ...pool, uuid: 'other-uuid' }])) };

test.each([
  ['a pool and itself', paris, paris, 'same'],
  ['a pool and another one', paris, elsewhere, 'different'],
  ['a pool and nothing', paris, emptyInventory, 'different'],
  ['a pool under two masters', paris, promoted, 'two-masters'],
])('%s', (_what, a, b, relation) => {
  expect([poolRelation(a, b), poolRelation(b, a)]).toEqual([relation, relation]);
});
