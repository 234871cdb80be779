import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import { poolCalls } from '#shared/domain/repairs/pool-calls.ts';
import { repairLines, undoLines } from '#shared/domain/repairs/repair-lines.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import { armScript, callOffScript } from '#shared/domain/repairs/undo-timer.ts';
import { anInventory } from '#test/support/inventories.ts';

const uuid = (last: number) => `aaaaaaaa-0000-4000-8000-00000000000${last}`;
const whole = {
  sr: uuid(7),
  part: 'master',
  host: uuid(1),
  pif: uuid(2),
  vm: uuid(3),
  pbd: uuid(4),
  task: uuid(5),
  bridge: 'xenbr0',
  nic: 'eth0',
  device: 'eth0',
  bond: 'bond0',
  address: '10.20.0.13',
  prefix: '24',
  netmask: '255.255.255.0',
  gateway: '10.20.0.1',
  dns: '10.20.0.2',
  master: '10.20.0.11',
  mode: 'static',
  was: '10.20.0.99/24',
  wasGateway: '10.20.0.254',
  map: 'eth0=3c:ec:ef:aa:00:01 eth1=3c:ec:ef:aa:00:02',
  dump: '20261121-001000-UTC',
  daemon: 'ntp',
  server: 'ntp.example',
  iqn: 'iqn.2026-01.example:xcp3',
  mount: `/run/sr-mount/${uuid(6)}`,
};
const repairs = Object.keys(repairTable) as RepairId[];
const withLines = repairs.filter((repair) => repairLines(repair, whole).length > 0);

test('whoever is told what is needed has lines to show, except where only a person can act', () => {
  const without = repairs.filter((repair) => !withLines.includes(repair));
  expect(without.filter((repair) => repairTable[repair].on !== 'person')).toEqual([]);
});

test.each(withLines)('a shell understands %s, and its undo', (repair) => {
  const told = repair === 'emergency-management' ? { ...whole, was: 'xenbr1' } : whole;
  const text = [...repairLines(repair, told), ...undoLines(repair, told)].join('\n');
  expect(spawnSync('bash', ['-n', '-c', text], { encoding: 'utf8' }).stderr).toBe('');
});

test.each([
  ['temporary-address', { ...whole, address: '10.0.0.1; reboot' }],
  ['emergency-management', { ...whole, bridge: '$(reboot)' }],
  ['point-to-master', { ...whole, address: '-x' }],
  ['remove-crash-dumps', { ...whole, dump: '..' }],
  ['remove-crash-dumps', { ...whole, dump: '' }],
  ['remove-crash-dumps', { ...whole, dump: 'a/../../etc' }],
  ['unmount-nfs', { ...whole, mount: '/' }],
  ['rename-nics', { ...whole, map: 'eth0=x; reboot' }],
  ['reset-power-state', { ...whole, vm: 'all' }],
  ['set-iqn', { ...whole, iqn: 'x y' }],
  ['reset-network', { ...whole, vlan: '20; reboot' }],
  ['reset-network', { ...whole, vlan: '4095' }],
  ['reset-network', { ...whole, dns: '10.0.0.1,$(reboot)' }],
  ['raise-card', { ...whole, nic: 'eth0 down' }],
] as const)('%s is not made of what it should not be made of', (repair, parameters) => {
  expect(repairLines(repair, parameters)).toEqual([]);
});

test('an address for now is taken back with its route, in the order in which that can be done', () => {
  expect(repairLines('temporary-address', whole)).toEqual([
    'ip addr replace 10.20.0.13/24 dev xenbr0',
    'ip addr del 10.20.0.99/24 dev xenbr0',
    'ip route replace default via 10.20.0.1 dev xenbr0',
  ]);
  expect(undoLines('temporary-address', whole)).toEqual([
    'ip addr replace 10.20.0.99/24 dev xenbr0',
    'ip route replace default via 10.20.0.254 dev xenbr0',
    'ip addr del 10.20.0.13/24 dev xenbr0',
  ]);
  expect(undoLines('temporary-address', { ...whole, was: '10.20.0.13/24', wasGateway: '10.20.0.1' })).toEqual([]);
});

const untagged = '$(xe-reset-networking --help 2>/dev/null | grep -q -- --novlan && echo --novlan)';

test('a reset of the network always names its device, its mode and its VLAN', () => {
  expect(repairLines('reset-network', whole)).toEqual([
    `echo yes | xe-reset-networking --device=eth0 --mode=static --ip=10.20.0.13 --netmask=255.255.255.0 --gateway=10.20.0.1 --dns=10.20.0.2 ${untagged} -m 10.20.0.11`,
  ]);
  expect(repairLines('reset-network', { ...whole, mode: 'dhcp', vlan: '20', master: '' })).toEqual([
    'echo yes | xe-reset-networking --device=eth0 --mode=dhcp --vlan=20',
  ]);
  expect(repairLines('reset-network', { ...whole, gateway: '', dns: '', master: '' })).toEqual([
    `echo yes | xe-reset-networking --device=eth0 --mode=static --ip=10.20.0.13 --netmask=255.255.255.0 ${untagged}`,
  ]);
  expect(repairLines('reset-network', { ...whole, mode: 'none', device: '' })).toEqual([]);
});

test('a shell understands what takes a change back by itself, and what calls that off', () => {
  for (const text of [armScript('poolkeeper-undo-x', ["echo 'it is'"]), callOffScript('poolkeeper-undo-x')])
    expect(spawnSync('bash', ['-n', '-c', text], { encoding: 'utf8' }).stderr).toBe('');
});

test('what the pool does is asked of it by reference, and of nothing that is gone', () => {
  const inventory = anInventory({ pool: 'p', hosts: { h1: {} }, vms: { web: { on: 'h1' } } });
  expect(poolCalls('declare-dead', { host: 'h1-uuid' }, inventory)).toEqual([{ call: 'host.declare_dead', parameters: ['h1'] }]);
  expect(poolCalls('reset-power-state', { vm: 'web-uuid' }, inventory)).toEqual([{ call: 'VM.power_state_reset', parameters: ['web'] }]);
  expect(poolCalls('declare-dead', { host: 'gone' }, inventory)).toBeUndefined();
  expect(poolCalls('restart-toolstack', {}, inventory)).toBeUndefined();
});

test('every repair the pool is to make has its calls', () => {
  const inventory = anInventory({ pool: 'p', hosts: { h1: {} }, vms: { web: { on: 'h1' } } });
  const byPool = repairs.filter((repair) => repairTable[repair].on === 'master');
  const simple = byPool.filter(
    (repair) => poolCalls(repair, { host: 'h1-uuid', vm: 'web-uuid', iqn: 'iqn.2026-01.example:x' }, inventory) !== undefined,
  );
  expect(byPool.filter((repair) => !simple.includes(repair))).toEqual([
    'reconfigure-management',
    'renew-dhcp',
    'plug-pif',
    'bond-mode',
    'cancel-task',
    'plug-pbd',
  ]);
});
