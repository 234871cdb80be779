import { expect, test } from 'vitest';
import { type TreeRow, type TreeServer, treeRows, type TreeView } from '#shared/domain/tree/rows.ts';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { anInventory } from '#test/support/inventories.ts';

const all: TreeView = { folded: new Set(), filter: '' };

function aServer(id: string, sketch: Parameters<typeof anInventory>[0], state: TreeServer['state'] = 'live'): TreeServer {
  return { id, address: `${id}.example`, state, inventory: anInventory(sketch) };
}

const paris = aServer('paris', {
  pool: 'Paris',
  hosts: { 'xs-10': {}, 'xs-9': {}, 'xs-2': { isDark: true } },
  vms: {
    'web-10': { on: 'xs-9' },
    'web-9': { on: 'xs-9' },
    lost: { on: 'xs-2' },
    spare: {},
    template: { isTemplate: true },
    dom0: { isControlDomain: true, on: 'xs-9' },
  },
});

function drawn(rows: readonly TreeRow[]): string[] {
  return rows.map((row) => `${'  '.repeat(row.depth)}${row.name}${row.isDim ? ' (last known)' : ''}`);
}

test('a pool shows its master first, members and VMs by natural name, and keeps what a dark host ran', () => {
  expect(drawn(treeRows([paris], all))).toEqual([
    'Paris',
    '  xs-10',
    '  xs-2',
    '    lost (last known)',
    '  xs-9',
    '    web-9',
    '    web-10',
    '  spare',
  ]);
});

test('pools come before hosts in no pool, and those before connections nothing is known about', () => {
  const lab = aServer('lab', { hosts: { 'a-lab': {} }, vms: { test: {} } });
  const lyon = aServer('lyon', { pool: 'Lyon', hosts: { h: {} } });
  const fresh: TreeServer = { id: 'new', address: 'a.example', state: 'connecting', inventory: emptyInventory };
  expect(drawn(treeRows([fresh, lab, paris, lyon], all)).filter((line) => !line.startsWith('  '))).toEqual(['Lyon', 'Paris', 'a-lab', 'a.example']);
  expect(drawn(treeRows([lab], all))).toEqual(['a-lab', '  test']);
});

test('a pool that does not answer stays whole, all of it last known', () => {
  const lost = { ...paris, state: 'stale' } as const;
  expect(drawn(treeRows([lost], all)).every((line) => line.endsWith('(last known)'))).toBe(true);
});

test('a folded row keeps its place and hides what is below', () => {
  const rows = treeRows([paris], { folded: new Set(['paris/xs-9']), filter: '' });
  expect(drawn(rows)).not.toContain('    web-9');
  expect(rows.find((row) => row.name === 'xs-9')).toMatchObject({ fold: 'folded', mark: { is: 'host', vms: 2 } });
});

test('all words of a filter must match, the way to a match stays, and folding gives way', () => {
  const rows = treeRows([paris], { folded: new Set(['paris/pool', 'paris/xs-9']), filter: 'WEB 10' });
  expect(drawn(rows)).toEqual(['Paris', '  xs-9', '    web-10']);
  expect(treeRows([paris], { folded: new Set(), filter: 'no such thing' })).toEqual([]);
});

test('a container that matches keeps what is in it', () => {
  expect(drawn(treeRows([paris], { folded: new Set(), filter: 'xs-9.example' }))).toEqual(['Paris', '  xs-9', '    web-9', '    web-10']);
});
