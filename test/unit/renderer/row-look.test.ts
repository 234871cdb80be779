import { expect, test } from 'vitest';
import { ordinaryOptions } from '#shared/domain/tree/tree-options.ts';
import { ResourceTree } from '#shared/domain/tree/resource-tree.ts';
import type { TreeServer } from '#shared/domain/tree/tree-server.ts';
import { lookOf } from '#renderer/features/tree/row-look.ts';
import { anInventory } from '#test/support/inventories.ts';

const nowMs = Date.UTC(2026, 10, 24, 12);
const inventory = anInventory({ pool: 'Paris', hosts: { h1: {}, h2: {} }, vms: { web: { on: 'h2' } } });

function factsOf(state: TreeServer['state']): readonly (readonly [string, string | undefined, string | undefined])[] {
  const tree = new ResourceTree({ view: 'infrastructure', options: ordinaryOptions, opensAtFirst: () => true, folds: new Map() });
  tree.put({ id: 's', address: 'paris.example', state, sinceMs: Date.UTC(2013, 4, 12, 12), inventory }, { nowMs });
  return Array.from({ length: tree.count }, (_, index) => tree.rowAt(index))
    .filter((row) => row !== undefined)
    .map((row) => [row.name, lookOf(row, nowMs).fact?.word, lookOf(row, nowMs).fact?.full]);
}

test('a pool that does not answer says that it is lost and since when', () => {
  const [pool] = factsOf('stale');
  expect(pool?.[1]).toMatch(/^Lost · .*2013/);
});

test('a pool from a file says that it is one, how old it is and that it can only be looked at; nothing in it is called lost', () => {
  const [pool, ...rest] = factsOf('file');
  expect(pool?.[1]).toMatch(/^File · .*2013/);
  expect(pool?.[2]).toMatch(/^Read from a database file of .*2013.*not changed/);
  expect(rest.filter(([name]) => name !== 'web').map(([, word]) => word)).toEqual(['Master', undefined]);
});
