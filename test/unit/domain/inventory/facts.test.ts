import { expect, test } from 'vitest';
import { addressesOf, homeOf, osNameOf } from '#shared/domain/inventory/facts.ts';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const sketch = {
  pool: 'p',
  hosts: { h1: {}, h2: { isDark: true } },
  vms: { running: { on: 'h1' }, stranded: { on: 'h2' }, halted: { prefers: 'h1' }, undecided: { prefers: 'h2' }, free: {} },
} as const;

function vmNamed(inventory: Inventory, name: string): Vm {
  const vm = [...inventory.vm.values()].find((candidate) => candidate.name === name);
  if (vm === undefined) throw new RangeError(name);
  return vm;
}

test('a VM is at home where it runs, else where it prefers to start if that host is live', () => {
  const inventory = anInventory(sketch);
  const homes = Object.keys(sketch.vms).map((name) => [name, homeOf(inventory, vmNamed(inventory, name))]);
  expect(homes).toEqual([
    ['running', 'h1'],
    ['stranded', 'h2'],
    ['halted', 'h1'],
    ['undecided', undefined],
    ['free', undefined],
  ]);
});

test.each([
  [{ '0/ip': '10.0.0.5', '0/ipv4/0': '10.0.0.5', '0/ipv6/0': 'fe80::1', '1/ip': '10.1.0.5' }, ['10.0.0.5', '10.1.0.5', 'fe80::1']],
  [{ '10/ip': '10.0.0.10', '2/ip': '10.0.0.2' }, ['10.0.0.2', '10.0.0.10']],
  [{ '0/ip': '', '0/mac': 'aa' }, []],
])('the addresses a guest reports in %j', (networks, expected) => {
  const inventory = applyDelta(anInventory({ hosts: { h: {} }, vms: { vm: { on: 'h', guestMetrics: 'g' as Vm['guestMetrics'] } } }), {
    guestMetrics: { set: { g: { networks, os: {} } } },
  });
  expect(addressesOf(inventory, vmNamed(inventory, 'vm'))).toEqual(expected);
});

test('a system is called by its name alone', () => {
  const os = { name: 'Microsoft Windows 11|C:\\Windows|\\Device\\Harddisk0\\Partition2' };
  expect(osNameOf(aRecord('guestMetrics', { os }))).toBe('Microsoft Windows 11');
  expect(osNameOf(aRecord('guestMetrics'))).toBe('');
});
