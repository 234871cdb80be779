import { expect, test } from 'vitest';
import { permissionsOf } from '#simulator/world/rbac.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Session, World } from '#simulator/world/world.ts';
import { ask, begin, named, poolOf, rowOf } from '#test/support/ask.ts';

const MINUTE = 60_000;

function sessionOf(world: World, role: 'vm-operator' | 'read-only', user: string): Session {
  const pool = poolOf(world);
  return {
    ref: world.random.ref(),
    kind: 'pool-user',
    user,
    originator: '',
    isSuperuser: false,
    permissions: permissionsOf(pool.model, role),
    lastActiveMs: 0,
    onEnd: new Set(),
  };
}

const twoHosts = () => buildScenario(scenarioNamed('two-hosts-iscsi'));

test('a task that can be cancelled ends cancelled, and what it had begun is undone', async () => {
  const world = await twoHosts();
  const vm = named(world, 'VM', 'spare');
  const task = String(ask(world, 'Async.VM.start', [vm, false, false]));
  world.clock.advance(2_000);
  expect(poolOf(world).database.get('task', task)).toMatchObject({ status: 'pending', allowed_operations: ['cancel'] });
  expect(ask(world, 'task.cancel', [task])).toBe('');
  expect(poolOf(world).database.get('task', task)).toMatchObject({ status: 'cancelled', error_info: ['TASK_CANCELLED', task] });
  expect(rowOf(world, 'VM', 'spare')).toMatchObject({
    power_state: 'Halted',
    current_operations: {},
    scheduled_to_be_resident_on: 'OpaqueRef:NULL',
  });
});

test('a finished task is kept for 65 minutes, a destroyed one goes at once', async () => {
  const world = await twoHosts();
  const { database } = poolOf(world);
  const kept = String(ask(world, 'Async.VM.assert_agile', [named(world, 'VM', 'web')]));
  const gone = String(ask(world, 'Async.VM.assert_agile', [named(world, 'VM', 'web')]));
  ask(world, 'task.destroy', [gone]);
  expect(database.find('task', gone)).toBeUndefined();
  world.clock.advance(64 * MINUTE);
  expect(database.find('task', kept)).toBeDefined();
  world.clock.advance(2 * MINUTE);
  expect(database.find('task', kept)).toBeUndefined();
});

test('more than 200 tasks are thinned out, finished ones only and the oldest first', async () => {
  const world = await twoHosts();
  const { database } = poolOf(world);
  const waiting = String(ask(world, 'task.create', ['waiting', '']));
  const finished = Array.from({ length: 220 }, () => {
    world.clock.advance(1_000);
    return String(ask(world, 'Async.VM.assert_agile', [named(world, 'VM', 'web')]));
  });
  world.clock.advance(MINUTE);
  expect(database.refs('task')).toHaveLength(200);
  expect(database.find('task', waiting)).toBeDefined();
  expect(database.find('task', finished[0] ?? '')).toBeUndefined();
  expect(database.find('task', finished.at(-1) ?? '')).toBeDefined();
});

test('a synchronous call of a method that could run in the background has a task of its own for a moment', async () => {
  const world = await twoHosts();
  const { database } = poolOf(world);
  const seen: unknown[] = [];
  database.onChange((table, ref) => (table === 'task' ? seen.push(database.find('task', ref)?.['name_label']) : undefined));
  ask(world, 'VM.assert_agile', [named(world, 'VM', 'web')]);
  world.clock.advance(1_000);
  expect(seen[0]).toBe('VM.assert_agile');
  expect(database.refs('task')).toEqual([]);
});

test('what a role may not do is refused at once, or in the task when there is one', async () => {
  const world = await twoHosts();
  const session = sessionOf(world, 'read-only', 'reader');
  const vm = named(world, 'VM', 'spare');
  expect(ask(world, 'VM.start', [vm, false, false], { session })).toMatchObject({
    error: ['RBAC_PERMISSION_DENIED', 'vm.start', expect.any(String)],
  });
  const task = String(ask(world, 'Async.VM.start', [vm, false, false], { session }));
  const { status, error_info } = poolOf(world).database.get('task', task);
  expect({ status, code: (error_info as string[])[0] }).toEqual({ status: 'failure', code: 'RBAC_PERMISSION_DENIED' });
});

test('everyone may destroy their own tasks, those of others take a pool operator', async () => {
  const world = await twoHosts();
  const anna = sessionOf(world, 'vm-operator', 'anna');
  const ben = sessionOf(world, 'vm-operator', 'ben');
  const task = String(ask(world, 'Async.VM.start', [named(world, 'VM', 'spare'), false, false], { session: anna }));
  world.clock.advance(10_000);
  expect(ask(world, 'task.destroy', [task], { session: ben })).toMatchObject({
    error: ['RBAC_PERMISSION_DENIED', 'task.destroy/any', expect.any(String)],
  });
  expect(ask(world, 'task.destroy', [task], { session: anna })).toBe('');
});

test('an operation waits for the one before it, and shows under its own task once it has begun', async () => {
  const world = await twoHosts();
  const vm = named(world, 'VM', 'web');
  const first = begin(world, 'VM.clean_reboot', [vm]);
  const second = begin(world, 'VM.pause', [vm]);
  world.clock.advance(3_000);
  expect(Object.values(rowOf(world, 'VM', 'web')['current_operations'] ?? {})).toEqual(['clean_reboot']);
  expect(rowOf(world, 'VM', 'web')['allowed_operations']).toEqual(['hard_reboot', 'hard_shutdown']);
  world.clock.advance(MINUTE);
  expect([first.outcome()?.is, second.outcome()?.is]).toEqual(['done', 'done']);
  expect(rowOf(world, 'VM', 'web')['power_state']).toBe('Paused');
});
