import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, createGrowingInventory, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { type HostRef, watchedClasses } from '#shared/domain/inventory/watched.ts';
import { parseQuery } from '#shared/domain/tree/query.ts';
import { ResourceTree } from '#shared/domain/tree/resource-tree.ts';
import { ordinaryOptions, type TreeViewName } from '#shared/domain/tree/tree-options.ts';
import type { TreeRow } from '#shared/domain/tree/tree-row.ts';
import type { TreeServer } from '#shared/domain/tree/tree-server.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const nowMs = Date.UTC(2026, 10, 24);

function aTree(server: TreeServer, view: TreeViewName): ResourceTree {
  const tree = new ResourceTree({ view, options: ordinaryOptions, opensAtFirst: () => true, folds: new Map() });
  tree.put(server, { nowMs });
  return tree;
}

function rowsOf(tree: ResourceTree): readonly TreeRow[] {
  return Array.from({ length: tree.count }, (_, index) => tree.rowAt(index)).filter((row) => row !== undefined);
}

function aRichPool(): Inventory {
  const sketch = anInventory({
    pool: 'P',
    hosts: { h1: {}, h2: { isDark: true } },
    vms: { v1: { on: 'h1' }, v2: { on: 'h2', tags: ['x'], guestMetrics: 'g2' as never }, v3: {}, v4: { isTemplate: true } },
  });
  const on = (sr: string, host: string) => aRecord('pbd', { uuid: `${sr}@${host}`, sr: sr as never, host: host as HostRef, isAttached: true });
  const more: readonly Delta[] = [
    {
      sr: {
        set: {
          local: aRecord('sr', { uuid: 'local', name: 'local', type: 'lvm' }),
          shared: aRecord('sr', { uuid: 'shared', name: 'shared', type: 'nfs', isShared: true }),
        },
      },
      pbd: { set: { 'local@h2': on('local', 'h2'), 'shared@h1': on('shared', 'h1'), 'shared@h2': on('shared', 'h2') } },
    },
    {
      vdi: {
        set: {
          d1: aRecord('vdi', { uuid: 'd1', sr: 'shared' as never, isManaged: true }),
          d3: aRecord('vdi', { uuid: 'd3', sr: 'local' as never, isManaged: true }),
        },
      },
      vbd: { set: { b1: aRecord('vbd', { vm: 'v1' as never, vdi: 'd1' as never }), b3: aRecord('vbd', { vm: 'v3' as never, vdi: 'd3' as never }) } },
    },
    {
      network: { set: { n1: aRecord('network', { uuid: 'n1', name: 'n1', isManaged: true }) } },
      pif: { set: { p1: aRecord('pif', { host: 'h1' as HostRef, network: 'n1' as never, isManaged: false, ip: '10.9.0.1' }) } },
      appliance: { set: { app: aRecord('appliance', { uuid: 'app', name: 'app' }) } },
      vm: { set: { v2: { appliance: 'app' as never } } },
      guestMetrics: { set: { g2: aRecord('guestMetrics', { networks: { '0/ip': '10.9.0.2' } }) } },
    },
  ];
  return more.reduce(applyDelta, sketch);
}

test.each<[TreeViewName, string]>([
  ['infrastructure', ''],
  ['infrastructure', '10.9'],
  ['types', ''],
  ['organization', ''],
])('a pool that comes a record at a time, in any order, ends as the %s view under "%s" of the whole', (view, text) => {
  const pool = aRichPool();
  const records = watchedClasses.flatMap((name) => [...pool[name]].map(([ref, record]): Delta => ({ [name]: { set: { [ref]: record } } })));
  const server: TreeServer = { id: 's', address: 's.example', state: 'live', inventory: pool };
  const fresh = aTree(server, view);
  fresh.filter(parseQuery(text));
  fc.assert(
    fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (pages) => {
      const { inventory, apply } = createGrowingInventory();
      const tree = aTree({ ...server, inventory }, view);
      tree.filter(parseQuery(text));
      for (const delta of pages) {
        apply(delta);
        tree.put({ ...server, inventory }, { delta, nowMs });
      }
      expect(rowsOf(tree)).toEqual(rowsOf(fresh));
    }),
    { numRuns: 150 },
  );
});
