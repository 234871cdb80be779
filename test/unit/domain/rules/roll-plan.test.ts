import { expect, test } from 'vitest';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { poolProblems } from '#shared/domain/rules/pool-rules.ts';
import { rollPlan } from '#shared/domain/rules/roll-plan.ts';
import { anInventory, type HostSketch } from '#test/support/inventories.ts';

// In tests a name is its own reference.
const refs = (...names: readonly string[]) => names as readonly HostRef[];

const lonely = (a: HostSketch = {}, b: HostSketch = { isDark: true }) => anInventory({ hosts: { a, b }, vms: { web: { on: 'a' } } });

test('members come first and the master last, after it has handed over', () => {
  const pool = anInventory({ hosts: { a: {}, b: { pendingGuidances: ['reboot_host'] }, c: {} } });
  expect(rollPlan(pool, refs('a', 'b', 'c')).map(({ host, handsOverTo, waitsFor }) => [host, handsOverTo, waitsFor])).toEqual([
    ['b', undefined, ['reboot_host']],
    ['c', undefined, []],
    ['a', 'b', []],
  ]);
});

test('a VM that can go nowhere is named before anything begins', () => {
  expect(rollPlan(lonely(), refs('a'))).toMatchObject([{ vms: 1, stuck: [{ name: 'web' }] }]);
  expect(poolProblems({ kind: 'pool.roll', server: 's', hosts: refs('a'), sinceMs: 1000 }, lonely())).toContainEqual({
    rule: 'cannot-leave',
    host: 'a',
    vms: ['web'],
  });
});

test('going on is not refused for a host that has been restarted, nor while another is set aside', () => {
  const booted = lonely({ otherConfig: { boot_time: '2' } });
  const setAside = lonely({}, { isEnabled: false });
  const rules = [booted, setAside].map((pool) =>
    poolProblems({ kind: 'pool.roll', server: 's', hosts: refs('a', 'b'), sinceMs: 1000 }, pool).map(({ rule }) => rule),
  );
  expect(rules.flat()).not.toContain('cannot-leave');
});

test('of very many hosts each is looked into when its turn comes', () => {
  const names = Array.from({ length: 17 }, (_, index) => `h${index}`);
  const pool = anInventory({ hosts: Object.fromEntries(names.map((name) => [name, { isDark: name !== 'h0' }])), vms: { web: { on: 'h0' } } });
  expect(rollPlan(pool, refs(...names)).flatMap(({ stuck }) => stuck)).toEqual([]);
});
