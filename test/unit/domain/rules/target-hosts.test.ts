import { expect, test } from 'vitest';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { rulesFor } from '#shared/domain/rules/rules.ts';
import { isTiedByStorage, type Placing, targetHosts } from '#shared/domain/rules/target-hosts.ts';
import { anInventory, type HostSketch } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const able: HostSketch = { cpuInfo: { cpu_count: '16', vendor: 'GenuineIntel', features_hvm: 'ffffffff' }, software: { platform_version: '3.4.0' } };

function aPool(hosts: Readonly<Record<string, HostSketch>>, vms: NonNullable<Parameters<typeof anInventory>[0]['vms']>): Inventory {
  const metrics = Object.fromEntries(Object.keys(hosts).map((name, at) => [`${name}-metrics`, { memoryTotal: (8 + at) * GIB }]));
  const memory: Delta = { hostMetrics: { set: metrics } };
  return applyDelta(anInventory({ pool: 'p', hosts, vms }), memory);
}

function ranked(kind: Placing, inventory: Inventory, vms: readonly string[]) {
  const rules = rulesFor({ inventory, link: 'live', access: { is: 'full' } });
  return targetHosts({ kind, server: 's', vms: vms as readonly VmRef[], inventory, rules }).map(({ name, requests, problems }) => ({
    name,
    takes: requests.map(({ vm }) => vm as string),
    problems: problems.map(({ rule }) => rule),
  }));
}

test('the emptiest host comes first, its home before that, and the dark ones last with their reason', () => {
  const vm = { domainType: 'pv', memoryDynamicMin: GIB } as const;
  const inventory = aPool({ h1: able, h2: able, dark: { ...able, isDark: true } }, { web: vm, shop: { ...vm, prefers: 'h1' } });
  expect(ranked('vm.start', inventory, ['web'])).toEqual([
    { name: 'h2', takes: ['web'], problems: [] },
    { name: 'h1', takes: ['web'], problems: [] },
    { name: 'dark', takes: [], problems: ['host-not-live'] },
  ]);
  expect(ranked('vm.start', inventory, ['shop']).map(({ name }) => name)).toEqual(['h1', 'h2', 'dark']);
});

test('several machines share the room of a host: what is too much for it together is left out', () => {
  const vm = { domainType: 'pv', memoryDynamicMin: 5 * GIB } as const;
  const inventory = aPool({ h1: able }, { one: vm, two: vm });
  expect(ranked('vm.start', inventory, ['one', 'two'])).toEqual([{ name: 'h1', takes: ['one'], problems: ['not-enough-memory'] }]);
});

test('what runs goes to no other maker of processors, to none that lacks a feature, and to no older host', () => {
  const started = { vendor: 'GenuineIntel', features: 'ffffffff' };
  const inventory = aPool(
    {
      h1: able,
      amd: { ...able, cpuInfo: { cpu_count: '16', vendor: 'AuthenticAMD', features_hvm: 'ffffffff' } },
      lesser: { ...able, cpuInfo: { cpu_count: '16', vendor: 'GenuineIntel', features_hvm: '0000ffff' } },
      old: { ...able, software: { platform_version: '3.2.1' } },
    },
    { web: { on: 'h1', domainType: 'pv', lastBootProcessor: started, metrics: 'm' as never } },
  );
  const problems = Object.fromEntries(ranked('vm.migrate', inventory, ['web']).map(({ name, problems: found }) => [name, found]));
  expect(problems).toEqual({ h1: ['already-on-host'], amd: ['other-processor'], lesser: ['other-processor'], old: ['host-too-old'] });
});

test('what is on its way to a host takes room there already', () => {
  const vm = { domainType: 'pv', memoryDynamicMin: 5 * GIB } as const;
  const inventory = aPool({ h1: able }, { web: vm, coming: { ...vm, scheduledOn: 'h1' as HostRef } });
  expect(ranked('vm.start', inventory, ['web'])).toEqual([{ name: 'h1', takes: [], problems: ['not-enough-memory'] }]);
});

test('a machine is tied by its storage only where nothing else is in the way', () => {
  const storage = { rule: 'not-on-host', what: 'storage', name: 'local', host: 'h2' } as const;
  const network = { ...storage, what: 'network' } as const;
  expect(isTiedByStorage([[{ rule: 'already-on-host', host: 'h1' }], [storage]])).toBe(true);
  expect(isTiedByStorage([[storage, network]])).toBe(false);
  expect(isTiedByStorage([[{ rule: 'already-on-host', host: 'h1' }]])).toBe(false);
});
