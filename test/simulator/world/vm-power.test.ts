import { expect, test } from 'vitest';
import { twoHostsIscsi } from '#simulator/scenarios/two-hosts-iscsi.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { ask, begin, named, poolOf, rowOf } from '#test/support/ask.ts';

const stateOf = (world: Parameters<typeof rowOf>[0], name: string) => {
  const { power_state, resident_on, domid } = rowOf(world, 'VM', name);
  return { power_state, resident_on, domid };
};

test('a started VM runs on its host, with its devices plugged and a console', async () => {
  const world = await buildScenario(twoHostsIscsi);
  const vm = named(world, 'VM', 'spare');
  const { database } = poolOf(world);

  const asked = begin(world, 'VM.start', [vm, false, false]);
  expect(Object.values(rowOf(world, 'VM', 'spare')['current_operations'] as object)).toEqual(['start']);
  world.clock.advance(10_000);

  expect(asked.outcome()).toEqual({ is: 'done', value: '' });
  const row = rowOf(world, 'VM', 'spare');
  expect({ state: row['power_state'], operations: row['current_operations'], scheduled: row['scheduled_to_be_resident_on'] }).toEqual({
    state: 'Running',
    operations: {},
    scheduled: 'OpaqueRef:NULL',
  });
  expect((row['VBDs'] as string[]).map((vbd) => database.get('VBD', vbd)['currently_attached'])).toEqual([true, true]);
  expect(row['consoles']).toHaveLength(1);
  expect(database.get('host', String(row['resident_on']))['resident_VMs']).toContain(vm);
});

test('the agent of a guest speaks half a minute after its start, and only then can it be asked to stop', async () => {
  const world = await buildScenario(twoHostsIscsi);
  ask(world, 'VM.start', [named(world, 'VM', 'spare'), false, false]);
  expect(rowOf(world, 'VM', 'spare')['allowed_operations']).not.toContain('clean_shutdown');
  world.clock.advance(31_000);
  expect(rowOf(world, 'VM', 'spare')['allowed_operations']).toContain('clean_shutdown');
});

test('suspend puts the memory on disk and resume takes it back', async () => {
  const world = await buildScenario(twoHostsIscsi);
  const vm = named(world, 'VM', 'web');
  expect(ask(world, 'VM.suspend', [vm])).toBe('');
  expect(stateOf(world, 'web')).toEqual({ power_state: 'Suspended', resident_on: 'OpaqueRef:NULL', domid: -1 });
  const image = String(rowOf(world, 'VM', 'web')['suspend_VDI']);
  expect(poolOf(world).database.get('VDI', image)['type']).toBe('suspend');
  expect(ask(world, 'VM.resume', [vm, false, false])).toBe('');
  expect(rowOf(world, 'VM', 'web')['power_state']).toBe('Running');
  expect(poolOf(world).database.find('VDI', image)).toBeUndefined();
});

test('shutting down by force ends a clean shutdown under way', async () => {
  const world = await buildScenario(twoHostsIscsi);
  const vm = named(world, 'VM', 'web');
  const clean = begin(world, 'VM.clean_shutdown', [vm]);
  world.clock.advance(1_000);
  expect(ask(world, 'VM.hard_shutdown', [vm])).toBe('');
  expect(clean.outcome()).toMatchObject({ is: 'failed', error: { code: 'TASK_CANCELLED' } });
  expect(rowOf(world, 'VM', 'web')['power_state']).toBe('Halted');
});

test('an operation in the wrong state is refused with the states it needs', async () => {
  const world = await buildScenario(twoHostsIscsi);
  const vm = named(world, 'VM', 'web');
  expect(ask(world, 'VM.start', [vm, false, false])).toEqual({ error: ['VM_BAD_POWER_STATE', vm, 'halted', 'running'] });
  expect(ask(world, 'VM.resume', [vm, false, false])).toEqual({ error: ['VM_BAD_POWER_STATE', vm, 'suspended', 'running'] });
});

test('an asynchronous call is answered with its task, which keeps the result', async () => {
  const world = await buildScenario(twoHostsIscsi);
  const task = String(ask(world, 'Async.VM.start', [named(world, 'VM', 'spare'), false, false]));
  const { database } = poolOf(world);
  expect(database.get('task', task)).toMatchObject({ status: 'pending', name_label: 'Async.VM.start' });
  world.clock.advance(10_000);
  expect(database.get('task', task)).toMatchObject({ status: 'success', progress: 1, result: '<value></value>' });
});
