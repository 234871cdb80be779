import { expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, named, poolOf, rowOf } from '#test/support/ask.ts';

const twoHosts = () => buildScenario(scenarioNamed('two-hosts-iscsi'));

function slots(world: World, vm: string, type: 'Disk' | 'CD'): readonly Ref[] {
  const { database } = poolOf(world);
  return (rowOf(world, 'VM', vm)['VBDs'] as Ref[]).filter((slot) => database.get('VBD', slot)['type'] === type);
}

function discs(world: World): readonly Ref[] {
  const { database } = poolOf(world);
  const isDisc = (vdi: Ref) => database.get('SR', String(database.get('VDI', vdi)['SR']))['content_type'] === 'iso';
  return database.refs('VDI').filter(isDisc);
}

test('a disc is put into an empty drive and taken out again', async () => {
  const world = await twoHosts();
  const [drive = ''] = slots(world, 'web', 'CD');
  const [disc = ''] = discs(world);
  const [disk = ''] = slots(world, 'web', 'Disk');
  expect(ask(world, 'VBD.eject', [drive])).toEqual({ error: ['VBD_IS_EMPTY', drive] });
  expect(ask(world, 'VBD.insert', [drive, disc])).toBe('');
  expect(poolOf(world).database.get('VBD', drive)).toMatchObject({ empty: false, VDI: disc });
  expect(ask(world, 'VBD.insert', [drive, disc])).toEqual({ error: ['VBD_NOT_EMPTY', drive] });
  expect(ask(world, 'VBD.eject', [drive])).toBe('');
  expect(ask(world, 'VBD.eject', [disk])).toEqual({ error: ['VBD_NOT_REMOVABLE_MEDIA', disk] });
});

test('devices are plugged and unplugged while a guest with drivers runs, and only then', async () => {
  const world = await twoHosts();
  const { database } = poolOf(world);
  const [disk = ''] = slots(world, 'web', 'Disk');
  const [cold = ''] = slots(world, 'spare', 'Disk');
  expect(ask(world, 'VBD.plug', [disk])).toEqual({ error: ['DEVICE_ALREADY_ATTACHED', disk] });
  expect(ask(world, 'VBD.unplug', [disk])).toBe('');
  expect(database.get('VBD', disk)['currently_attached']).toBe(false);
  expect(ask(world, 'VBD.unplug', [disk])).toEqual({ error: ['DEVICE_ALREADY_DETACHED', disk] });
  expect(ask(world, 'VBD.plug', [cold])).toEqual({ error: ['VM_BAD_POWER_STATE', named(world, 'VM', 'spare'), 'running', 'halted'] });
});

test('a card moves to another network, and one that is plugged is not removed', async () => {
  const world = await twoHosts();
  const [card = ''] = rowOf(world, 'VM', 'web')['VIFs'] as Ref[];
  const network = String(ask(world, 'network.create', [{ name_label: 'new', name_description: '', other_config: {}, tags: [] }]));
  expect(ask(world, 'VIF.destroy', [card])).toMatchObject({ error: ['OPERATION_NOT_ALLOWED', expect.any(String)] });
  expect(ask(world, 'VIF.move', [card, network])).toBe('');
  expect(ask(world, 'network.destroy', [network])).toEqual({ error: ['NETWORK_CONTAINS_VIF', card] });
});

test('an appliance starts its members in order, each under a task below its own', async () => {
  const world = await twoHosts();
  const { database } = poolOf(world);
  const appliance = String(ask(world, 'VM_appliance.create', [{ name_label: 'shop', name_description: '' }]));
  const second = String(ask(world, 'VM.clone', [named(world, 'VM', 'spare'), 'spare-2']));
  for (const vm of [named(world, 'VM', 'spare'), second]) ask(world, 'VM.set_appliance', [vm, appliance]);
  ask(world, 'VM.set_order', [second, 1]);
  expect(database.get('VM_appliance', appliance)['allowed_operations']).toEqual(['start']);
  const task = String(ask(world, 'Async.VM_appliance.start', [appliance, false]));
  world.clock.advance(3_000);
  expect(['spare', 'spare-2'].map((name) => rowOf(world, 'VM', name)['power_state'])).toEqual(['Halted', 'Halted']);
  expect(database.get('task', task)['subtasks']).toHaveLength(1);
  world.clock.advance(4_000);
  expect(['spare', 'spare-2'].map((name) => rowOf(world, 'VM', name)['power_state'])).toEqual(['Running', 'Halted']);
  world.clock.advance(10_000);
  expect(rowOf(world, 'VM', 'spare-2')['power_state']).toBe('Running');
  expect(database.get('task', task)['status']).toBe('success');
  expect(database.get('VM_appliance', appliance)['allowed_operations']).toEqual(['clean_shutdown', 'hard_shutdown', 'shutdown']);
});
