import { expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, named, poolOf, rowOf } from '#test/support/ask.ts';

const GIB = 1024 ** 3;

interface Stage {
  readonly world: World;
  readonly vm: Ref;
  readonly hosts: readonly Ref[];
  /** Changes a record behind the server's back, as an accident or an older release may have. */
  set(table: string, self: Ref, fields: Row): void;
}

async function stage(): Promise<Stage> {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  const { database } = poolOf(world);
  return {
    world,
    vm: named(world, 'VM', 'spare'),
    hosts: [named(world, 'host', 'host-a'), named(world, 'host', 'host-b')],
    set: (table, self, fields) => database.set(table, self, fields),
  };
}

function canBoot({ world, vm, hosts }: Stage): unknown {
  return ask(world, 'VM.assert_can_boot_here', [vm, hosts[0] ?? '']);
}

test('the first objection to a host is told, in the order of the server', async () => {
  const place = await stage();
  const { world, vm, hosts, set } = place;
  const [host = ''] = hosts;
  const { database } = poolOf(world);
  const sr = named(world, 'SR', 'shared-lun');
  expect(canBoot(place)).toBe('');

  set('VM', vm, { VCPUs_max: 1000, VCPUs_at_startup: 1 });
  expect(canBoot(place)).toMatchObject({ error: ['HOST_NOT_ENOUGH_PCPUS', '1000', expect.any(String)] });
  set('VM', vm, { memory_static_max: 900 * GIB, memory_dynamic_max: 900 * GIB, memory_dynamic_min: 900 * GIB });
  expect(canBoot(place)).toMatchObject({ error: ['HOST_NOT_ENOUGH_FREE_MEMORY', expect.any(String), expect.any(String)] });
  const pbd = database.refs('PBD').find((self) => database.get('PBD', self)['SR'] === sr && database.get('PBD', self)['host'] === host);
  set('PBD', String(pbd), { currently_attached: false });
  expect(canBoot(place)).toEqual({ error: ['VM_REQUIRES_SR', vm, sr] });
  set('host', host, { enabled: false });
  expect(canBoot(place)).toEqual({ error: ['HOST_DISABLED', host] });
  set('host_metrics', String(rowOf(world, 'host', 'host-a')['metrics']), { live: false });
  expect(canBoot(place)).toEqual({ error: ['HOST_NOT_LIVE'] });
  set('VM', vm, { VCPUs_at_startup: 0 });
  expect(canBoot(place)).toEqual({ error: ['INVALID_VALUE', 'VCPUs_at_startup', '0'] });
});

test('a VM starts at home if it can, and elsewhere if it cannot', async () => {
  const { world, vm, hosts, set } = await stage();
  const [first = '', second = ''] = hosts;
  set('VM', vm, { affinity: second });
  ask(world, 'VM.start', [vm, false, false]);
  expect(rowOf(world, 'VM', 'spare')['resident_on']).toBe(second);
  ask(world, 'VM.hard_shutdown', [vm]);
  ask(world, 'host.disable', [second]);
  ask(world, 'VM.start', [vm, false, false]);
  expect(rowOf(world, 'VM', 'spare')['resident_on']).toBe(first);
});

test('without any host that would do a start is refused, and possible hosts are none', async () => {
  const { world, vm, hosts } = await stage();
  for (const host of hosts) ask(world, 'host.disable', [host]);
  expect(ask(world, 'VM.get_possible_hosts', [vm])).toEqual([]);
  expect(ask(world, 'VM.start', [vm, false, false])).toEqual({ error: ['NO_HOSTS_AVAILABLE'] });
});

test('a started VM takes its memory and overhead from what its host has free', async () => {
  const { world, vm, hosts } = await stage();
  const [host = ''] = hosts;
  const free = () => Number(ask(world, 'host.compute_free_memory', [host]));
  const before = free();
  ask(world, 'VM.start_on', [vm, host, false, false]);
  const { memory_dynamic_min, memory_overhead } = rowOf(world, 'VM', 'spare');
  expect(before - free()).toBe(Number(memory_dynamic_min) + Number(memory_overhead));
});

test('a running VM stays on processors that have what it booted with', async () => {
  const { world, hosts, set } = await stage();
  const [, second = ''] = hosts;
  const vm = named(world, 'VM', 'web');
  set('VM', vm, { last_boot_CPU_flags: { vendor: 'GenuineIntel', features: 'ffffffff-ffffffff' } });
  expect(ask(world, 'VM.assert_can_boot_here', [vm, second])).toMatchObject({
    error: ['VM_INCOMPATIBLE_WITH_THIS_HOST', vm, second, expect.any(String)],
  });
  set('VM', vm, { last_boot_CPU_flags: { vendor: 'AuthenticAMD', features: '' } });
  expect(ask(world, 'VM.assert_can_boot_here', [vm, second])).toMatchObject({
    error: ['VM_INCOMPATIBLE_WITH_THIS_HOST', vm, second, expect.any(String)],
  });
});

test('what keeps VMs from leaving a host is told for each of them', async () => {
  const { world, hosts } = await stage();
  const [first = '', second = ''] = hosts;
  const vm = named(world, 'VM', 'web');
  expect(ask(world, 'host.get_vms_which_prevent_evacuation', [first])).toEqual({});
  ask(world, 'host.disable', [second]);
  expect(ask(world, 'host.get_vms_which_prevent_evacuation', [first])).toEqual({ [vm]: ['NO_HOSTS_AVAILABLE', vm] });
  expect(ask(world, 'host.assert_can_evacuate', [first])).toEqual({ error: ['CANNOT_EVACUATE_HOST', `NO_HOSTS_AVAILABLE,${vm}`] });
});
