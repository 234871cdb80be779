import { expect, test } from 'vitest';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Assigned } from '#shared/domain/rules/assignment.ts';
import { emptyingPlan, spreadingPlan } from '#shared/domain/rules/moving-plans.ts';
import { problemsOf, rulesFor } from '#shared/domain/rules/rules.ts';
import { strandedOn } from '#shared/domain/rules/stranded.ts';
import { anInventory, type HostSketch } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const host: HostSketch = { cpuInfo: { cpu_count: '16' } };
const pv = { domainType: 'pv', memoryDynamicMin: 2 * GIB } as const;

function aPool(hosts: Readonly<Record<string, HostSketch>>, vms: NonNullable<Parameters<typeof anInventory>[0]['vms']>, gib = 10): Inventory {
  const metrics = Object.fromEntries(Object.keys(hosts).map((name) => [`${name}-metrics`, { memoryTotal: gib * GIB }]));
  const memory: Delta = { hostMetrics: { set: metrics } };
  return applyDelta(anInventory({ pool: 'p', hosts, vms }), memory);
}

function factsOf(inventory: Inventory) {
  return { server: 's', inventory, rules: rulesFor({ inventory, link: 'live', access: { is: 'full' } }) };
}

function short(plan: readonly Assigned[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(plan.map(({ vm, to, problems }) => [vm, to ?? problems.map(({ rule }) => rule)]));
}

test('a host is emptied onto the others evenly, and what finds no room beside the rest says so', () => {
  const inventory = aPool(
    { h1: host, h2: host, h3: host },
    { a: { ...pv, on: 'h1' }, b: { ...pv, on: 'h1' }, huge: { ...pv, memoryDynamicMin: 9 * GIB, on: 'h1' }, other: { ...pv, on: 'h3' } },
  );
  expect(short(emptyingPlan(factsOf(inventory), 'h1' as HostRef))).toEqual({ huge: 'h2', a: 'h3', b: 'h3' });
  const full = aPool(
    { h1: host, h2: host },
    { a: { ...pv, memoryDynamicMin: 6 * GIB, on: 'h1' }, b: { ...pv, memoryDynamicMin: 6 * GIB, on: 'h1' } },
  );
  expect(short(emptyingPlan(factsOf(full), 'h1' as HostRef))).toEqual({ a: 'h2', b: ['no-room-beside'] });
});

test('machines are spread by the room they leave, and those that are right stay', () => {
  const inventory = aPool({ h1: host, h2: host }, { a: { ...pv, on: 'h1' }, b: { ...pv, on: 'h1' }, c: { ...pv, on: 'h1' }, d: { ...pv, on: 'h1' } });
  const plan = spreadingPlan(factsOf(inventory), ['a', 'b', 'c', 'd'] as unknown as readonly VmRef[]);
  expect(Map.groupBy(plan, ({ to }) => to as string).size).toBe(2);
  expect(plan.filter(({ to }) => (to as string) === 'h2')).toHaveLength(2);
});

test('the machines of a lost host come back in their order, on hosts that have what they need', () => {
  const inventory = aPool(
    { h1: host, dark: { ...host, isDark: true } },
    { web: { ...pv, on: 'dark', order: 2, lastBootProcessor: { vendor: 'gone' } }, db: { ...pv, on: 'dark', order: 1 }, near: { ...pv, on: 'h1' } },
  );
  expect(strandedOn(factsOf(inventory), 'dark' as HostRef).map(({ name, to, ha }) => ({ name, to, ha }))).toEqual([
    { name: 'db', to: 'h1', ha: 'is-off' },
    { name: 'web', to: 'h1', ha: 'is-off' },
  ]);
});

test('of the machines of a lost host it is told where their disks lie, and who else reaches all of them', () => {
  const lost = aPool(
    { h1: host, h2: host, dark: { ...host, isDark: true } },
    { web: { ...pv, on: 'dark' }, db: { ...pv, on: 'dark' }, bare: { ...pv, on: 'dark' } },
  );
  const link = (of: string, sr: string) => ({ host: of, sr, isAttached: true });
  // Names stand for references.
  const records: unknown = {
    sr: { set: { nfs: { name: 'nfs' }, san: { name: 'san' } } },
    pbd: {
      set: {
        a: link('h1', 'nfs'),
        b: link('h2', 'nfs'),
        c: link('h1', 'san'),
        d: link('dark', 'san'),
        e: { ...link('h2', 'san'), isAttached: false },
      },
    },
    vdi: { set: { w: { sr: 'nfs' }, d: { sr: 'nfs' }, e: { sr: 'san' } } },
    vbd: { set: { w: { vm: 'web', vdi: 'w', type: 'Disk' }, d: { vm: 'db', vdi: 'd', type: 'Disk' }, e: { vm: 'db', vdi: 'e', type: 'Disk' } } },
  };
  const inventory = applyDelta(lost, records as Delta);
  expect(Object.fromEntries(strandedOn(factsOf(inventory), 'dark' as HostRef).map(({ name, disks }) => [name, disks]))).toEqual({
    web: { storage: ['nfs'], from: ['h1', 'h2'], isFromAll: true },
    db: { storage: ['nfs', 'san'], from: ['h1'], isFromAll: false },
    bare: { storage: [], from: ['h1', 'h2'], isFromAll: true },
  });
});

test('only what a lost host had is recovered, and never beside high availability', () => {
  const vms = { web: { ...pv, on: 'dark' }, near: { ...pv, on: 'h1' }, safe: { ...pv, on: 'dark', haRestartPriority: 'restart' }, off: pv } as const;
  const inventory = aPool({ h1: host, dark: { ...host, isDark: true } }, vms);
  const ha = applyDelta(inventory, { pool: { set: { pool: { isHaEnabled: true } } } });
  const rulesOn = (of: Inventory, vm: string, to?: string) =>
    problemsOf(
      { kind: 'vm.recover', server: 's', vm: vm as VmRef, host: to as HostRef | undefined },
      { inventory: of, link: 'live', access: { is: 'full' } },
    ).map(({ rule }) => rule);
  expect(rulesOn(inventory, 'web', 'h1')).toEqual([]);
  expect(rulesOn(inventory, 'web', 'dark')).toEqual(['host-not-live']);
  expect(rulesOn(inventory, 'near', 'h1')).toEqual(['host-is-live']);
  expect(rulesOn(inventory, 'off')).toEqual(['unchanged']);
  expect(rulesOn(ha, 'safe', 'h1')).toEqual(['ha-restarts-it']);
  expect(rulesOn(ha, 'web', 'h1')).toEqual([]);
});
