import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { applyDelta, type Delta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { parseQuery } from '#shared/domain/tree/query.ts';
import { ResourceTree } from '#shared/domain/tree/resource-tree.ts';
import type { TreeRow } from '#shared/domain/tree/tree-row.ts';
import { ordinaryOptions, type TreeOptions, type TreeViewName } from '#shared/domain/tree/tree-options.ts';
import type { TreeServer } from '#shared/domain/tree/tree-server.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const nowMs = Date.UTC(2026, 10, 24);

function aTree(servers: readonly TreeServer[], view: TreeViewName = 'infrastructure', options: Partial<TreeOptions> = {}): ResourceTree {
  const tree = new ResourceTree({ view, options: { ...ordinaryOptions, ...options }, opensAtFirst: () => true, folds: new Map() });
  for (const server of servers) tree.put(server, { nowMs });
  return tree;
}

function rowsOf(tree: ResourceTree): readonly TreeRow[] {
  return Array.from({ length: tree.count }, (_, index) => tree.rowAt(index)).filter((row) => row !== undefined);
}

function drawn(tree: ResourceTree): readonly string[] {
  return rowsOf(tree).map((row) => `${'  '.repeat(row.depth)}${row.name || row.key}${row.truth.is === 'live' ? '' : ' (last known)'}`);
}

function aServer(id: string, sketch: Parameters<typeof anInventory>[0], more: Delta = {}): TreeServer {
  return { id, address: `${id}.example`, state: 'live', inventory: applyDelta(anInventory(sketch), more) };
}

function storage(names: Readonly<Record<string, { hosts: readonly string[]; isShared?: boolean; type?: string }>>): Delta {
  const entries = Object.entries(names);
  return {
    sr: {
      set: Object.fromEntries(
        entries.map(([name, { isShared = false, type = 'lvm' }]) => [name, aRecord('sr', { uuid: `${name}-uuid`, name, isShared, type })]),
      ),
    },
    pbd: {
      set: Object.fromEntries(
        entries.flatMap(([name, { hosts }]) =>
          hosts.map((host) => [
            `${name}@${host}`,
            aRecord('pbd', { uuid: `${name}@${host}-uuid`, sr: name as never, host: host as HostRef, isAttached: true }),
          ]),
        ),
      ),
    },
  };
}

/** A VM with one disk on that storage. */
function disk(vm: string, sr: string): Delta {
  return {
    vdi: { set: { [`${vm}-disk`]: aRecord('vdi', { uuid: `${vm}-disk-uuid`, name: `${vm} disk`, sr: sr as never }) } },
    vbd: { set: { [`${vm}-drive`]: aRecord('vbd', { uuid: `${vm}-drive-uuid`, vm: vm as never, vdi: `${vm}-disk` as never }) } },
  };
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

test('a pool shows its master first, members and VMs by natural name, and keeps what a dark host ran', () => {
  expect(drawn(aTree([paris]))).toEqual([
    'Paris',
    '  xs-10',
    '  xs-2',
    '    lost (last known)',
    '  xs-9',
    '    web-9',
    '    web-10',
    '  spare',
    '  template',
  ]);
});

test('pools come before hosts in no pool, and those before connections nothing is known about', () => {
  const lab = aServer('lab', { hosts: { 'a-lab': {} }, vms: { test: {} } });
  const lyon = aServer('lyon', { pool: 'Lyon', hosts: { h: {} } });
  const fresh: TreeServer = { id: 'new', address: 'a.example', state: 'connecting', inventory: emptyInventory };
  expect(drawn(aTree([fresh, lab, paris, lyon])).filter((line) => !line.startsWith('  '))).toEqual(['Lyon', 'Paris', 'a-lab', 'a.example']);
  expect(drawn(aTree([lab]))).toEqual(['a-lab', '  test']);
});

test('a pool that does not answer stays whole, all of it last known, with one age on its own row', () => {
  const rows = rowsOf(aTree([{ ...paris, state: 'stale', sinceMs: 5 }]));
  expect(rows.map((row) => row.truth)).toEqual(rows.map((row) => (row.depth === 0 ? { is: 'last-known', atMs: 5 } : { is: 'last-known' })));
});

test('a pool from a file is as old as its file, and nothing in it is lost or in trouble', () => {
  const rows = rowsOf(aTree([{ ...paris, state: 'file', sinceMs: 5 }]));
  expect(rows.map((row) => row.truth)).toEqual(rows.map((row) => (row.depth === 0 ? { is: 'last-known', atMs: 5 } : { is: 'last-known' })));
  expect(rows.map((row) => [row.below.dark, row.below.troubled])).toEqual(rows.map(() => [0, 0]));
  expect(rows[0]?.mark).toEqual({ is: 'pool', state: 'file' });
});

test('what a dark host ran carries the age of its last word, or that of the host itself over SSH', () => {
  const tree = aTree([paris]);
  const word = (sshMs?: number): TreeServer => ({ ...paris, words: new Map([['xs-2' as HostRef, { is: 'dark', sinceMs: 7, sshMs }]]) });
  const truth = () => rowsOf(tree).find((row) => row.name === 'lost')?.truth;
  expect(tree.put(word(), { nowMs })).toBe(true);
  expect(truth()).toEqual({ is: 'last-known', atMs: 7 });
  tree.put(word(9), { nowMs });
  expect(truth()).toEqual({ is: 'ssh', atMs: 9 });
});

test('a VM stands where it is resident, else with the only host that reaches its disk, else where it prefers, else at its pool', () => {
  const hosts = { h1: {}, h2: {}, h3: { isDark: true } };
  const vms = { ran: { on: 'h1', prefers: 'h2' }, tied: { prefers: 'h1' }, prefers: { prefers: 'h3' }, free: {} };
  const more = [
    storage({ local: { hosts: ['h2'] }, san: { hosts: ['h1', 'h2', 'h3'], isShared: true } }),
    disk('tied', 'local'),
    disk('free', 'san'),
  ];
  const server = aServer('s', { pool: 'P', hosts, vms });
  const inventory = more.reduce(applyDelta, server.inventory);
  expect(drawn(aTree([{ ...server, inventory }]))).toEqual([
    'P',
    '  h1',
    '    ran',
    '  h2',
    '    tied',
    '    local',
    '  h3',
    '    prefers (last known)',
    '  free',
    '  san',
  ]);
});

test('local storage does not say the name of the host above it again, and can be left out', () => {
  const server = aServer('s', { pool: 'P', hosts: { h1: {} } }, storage({ 'Local storage on h1': { hosts: ['h1'] } }));
  expect(drawn(aTree([server]))).toEqual(['P', '  h1', '    Local storage']);
  expect(drawn(aTree([server], 'infrastructure', { localStorage: false }))).toEqual(['P', '  h1']);
});

test('hidden objects show on request only, machinery never, and templates as asked', () => {
  const hide = { otherConfig: { HideFromXenCenter: 'true' } };
  const vms = {
    secret: hide,
    tpl: { isTemplate: true, isDefaultTemplate: true },
    inner: { isTemplate: true, otherConfig: { xensource_internal: '1' } },
  };
  const server = aServer('s', { pool: 'P', hosts: { h1: {} }, vms });
  expect(drawn(aTree([server]))).toEqual(['P', '  h1']);
  const tree = aTree([server], 'infrastructure', { hidden: true, defaultTemplates: true });
  expect(rowsOf(tree).map((row) => [row.name, row.isHidden])).toEqual([
    ['P', false],
    ['h1', false],
    ['secret', true],
    ['tpl', false],
  ]);
});

test('a folded row keeps its place, hides what is below and still counts it', () => {
  const tree = aTree([paris]);
  tree.setOpen('paris/xs-9', false);
  expect(drawn(tree)).not.toContain('    web-9');
  expect(rowsOf(tree).find((row) => row.name === 'xs-9')).toMatchObject({ fold: 'folded', below: { vms: 2 } });
  expect(rowsOf(tree)[0]?.below).toEqual({ vms: 4, hosts: 3, dark: 1, troubled: 0 });
});

test('the objects view gathers every kind over all pools; the machinery of a lone host is no pool', () => {
  const lab = aServer('lab', { hosts: { 'a-lab': {} }, vms: { test: {} } });
  expect(drawn(aTree([paris, lab], 'types'))).toEqual([
    'type:pool',
    '  Paris',
    'type:host',
    '  a-lab',
    '  xs-2',
    '  xs-9',
    '  xs-10',
    'type:vm',
    '  lost (last known)',
    '  spare',
    '  test',
    '  web-9',
    '  web-10',
    'type:template',
    '  template',
  ]);
});

test('the organization view shows folders with empty ones, tags, vApps with their VMs, and custom fields', () => {
  const vms = {
    shop: { tags: ['web', 'gold'], otherConfig: { folder: '/Sales/Shop' } },
    db: { otherConfig: { 'XenCenter.CustomFields.Owner': 'Ann' }, appliance: 'app' as never },
  };
  const more: Delta = {
    pool: { set: { pool: { otherConfig: { EMPTY_FOLDERS: '/Attic;/Sales/Old' } } } },
    appliance: { set: { app: aRecord('appliance', { uuid: 'app-uuid', name: 'Billing' }) } },
  };
  const tree = aTree([aServer('s', { pool: 'P', hosts: { h1: {} }, vms }, more)], 'organization');
  expect(drawn(tree)).toEqual([
    'folders',
    '  Attic',
    '  Sales',
    '    Old',
    '    Shop',
    '      shop',
    'tags',
    '  gold',
    '    shop',
    '  web',
    '    shop',
    'appliances',
    '  Billing',
    '    db',
    'fields',
    '  Owner',
    '    Ann',
    '      db',
  ]);
});

test('an object that leaves its last tag takes the tag with it', () => {
  const server = aServer('s', { pool: 'P', hosts: { h1: {} }, vms: { a: { tags: ['web'] } } });
  const tree = aTree([server], 'organization');
  const delta: Delta = { vm: { set: { a: { tags: [] } } } };
  expect(tree.put({ ...server, inventory: applyDelta(server.inventory, delta) }, { delta, nowMs })).toBe(true);
  expect(drawn(tree)).toEqual([]);
});

test.each([
  ['WEB 10', ['Paris', '  xs-9', '    web-10']],
  ['xs-9.example', ['Paris', '  xs-9', '    web-9', '    web-10']],
  ['is:dark', ['Paris', '  xs-2', '    lost (last known)']],
  ['on:xs-9 9', ['Paris', '  xs-9', '    web-9']],
  ['is:halted', ['Paris', '  spare']],
  ['no such thing', []],
])('the filter %s leaves the way to what matches, and everything in a container that matches', (text, lines) => {
  const tree = aTree([paris]);
  tree.setOpen('paris/pool', false);
  tree.filter(parseQuery(text));
  expect(drawn(tree)).toEqual(lines);
  tree.filter([]);
  expect(drawn(tree)).toEqual(['Paris']);
});

test('under a filter a change shows or hides the row it is about', () => {
  const tree = aTree([paris]);
  tree.filter(parseQuery('is:running'));
  const delta: Delta = { vm: { set: { 'web-9': { power: 'Halted' } } } };
  tree.put({ ...paris, inventory: applyDelta(paris.inventory, delta) }, { delta, nowMs });
  expect(drawn(tree)).toEqual(['Paris', '  xs-2', '    lost (last known)', '  xs-9', '    web-10']);
  expect(rowsOf(tree).at(-1)).toMatchObject({ position: 1, siblings: 1 });
});

test('a row nothing has changed in is the very same, and a change in no shown fact changes none', () => {
  const tree = aTree([paris]);
  const before = rowsOf(tree);
  const delta: Delta = { vm: { set: { 'web-9': { memoryStaticMax: 5 } } } };
  expect(tree.put({ ...paris, inventory: applyDelta(paris.inventory, delta) }, { delta, nowMs })).toBe(false);
  expect(rowsOf(tree).every((row, index) => row === before[index])).toBe(true);
});

test('an object is found wherever it is folded away', () => {
  const tree = aTree([paris]);
  const item: TreeItem = { is: 'vm', server: 'paris', ref: 'web-9' as never };
  tree.setOpen('paris/xs-9', false);
  tree.setOpen('paris/pool', false);
  expect([tree.keyOfItem(item), tree.indexOf('paris/web-9')]).toEqual(['paris/web-9', -1]);
  expect(tree.unfoldTo(item)).toBe(true);
  expect(tree.rowAt(tree.indexOf('paris/web-9'))?.name).toBe('web-9');
});

const anyVm = fc.record({
  name: fc.constantFrom('a', 'b', 'c10', 'c9'),
  power: fc.constantFrom('Running', 'Halted', 'Suspended'),
  residentOn: fc.constantFrom(null, 'h1' as HostRef, 'h2' as HostRef),
  affinity: fc.constantFrom(null, 'h2' as HostRef),
  tags: fc.subarray(['x', 'y']),
  isTemplate: fc.boolean(),
});
const vmRefs = ['v1', 'v2', 'v3', 'v4'];
const anyDelta: fc.Arbitrary<Delta> = fc.oneof(
  fc.tuple(fc.constantFrom(...vmRefs), anyVm).map(([ref, vm]): Delta => ({ vm: { set: { [ref]: aRecord('vm', { ...vm, uuid: ref }) } } })),
  fc.constantFrom(...vmRefs).map((ref): Delta => ({ vm: { gone: [ref] } })),
  fc.constantFrom(...vmRefs).map((ref): Delta => disk(ref, 'local')),
  fc.constantFrom(...vmRefs).map((ref): Delta => ({ vbd: { gone: [`${ref}-drive`] } })),
  fc.constantFrom(...vmRefs).map((ref): Delta => ({ vdi: { gone: [`${ref}-disk`] } })),
  fc.boolean().map((isLive): Delta => ({ hostMetrics: { set: { 'h2-metrics': { isLive } } } })),
  fc.constantFrom('h1', 'h2').map((host): Delta => storage({ local: { hosts: [host] } })),
  fc.constant<Delta>({ host: { set: { h2: { isEnabled: false } } } }),
  fc.constantFrom('n1', 'n2').map((ref): Delta => ({ network: { set: { [ref]: aRecord('network', { uuid: ref, name: ref, isManaged: true }) } } })),
  fc.tuple(fc.constantFrom('n1', 'n2'), fc.boolean(), fc.constantFrom('10.9.0.1', '')).map(
    ([network, isManaged, ip]): Delta => ({
      pif: { set: { p1: aRecord('pif', { host: 'h1' as HostRef, network: network as never, isManaged, ip }) } },
    }),
  ),
  fc.tuple(fc.constantFrom(...vmRefs), fc.constantFrom('10.9.0.2', '')).map(
    ([ref, ip]): Delta => ({
      vm: { set: { [ref]: aRecord('vm', { uuid: ref, name: 'b', guestMetrics: `${ref}-guest` as never }) } },
      guestMetrics: { set: { [`${ref}-guest`]: aRecord('guestMetrics', { networks: { '0/ip': ip } }) } },
    }),
  ),
);

test.each<[TreeViewName, string]>([
  ['infrastructure', ''],
  ['infrastructure', 'is:running'],
  ['infrastructure', 'c'],
  ['infrastructure', '10.9'],
  ['types', ''],
  ['organization', ''],
  ['organization', 'tag:x'],
])('after any changes the %s view under "%s" is the one a fresh start would show', (view, text) => {
  fc.assert(
    fc.property(fc.array(anyDelta, { maxLength: 25 }), (deltas) => {
      const server = aServer('s', { pool: 'P', hosts: { h1: {}, h2: {} } });
      const tree = aTree([server], view);
      tree.filter(parseQuery(text));
      let { inventory } = server;
      for (const delta of deltas) {
        inventory = applyDelta(inventory, delta);
        tree.put({ ...server, inventory }, { delta, nowMs });
      }
      const fresh = aTree([{ ...server, inventory }], view);
      fresh.filter(parseQuery(text));
      expect(rowsOf(tree)).toEqual(rowsOf(fresh));
      expect(tree.indexOf(tree.rowAt(tree.count - 1)?.key ?? '')).toBe(tree.count - 1);
    }),
    { numRuns: 150 },
  );
});
