import { expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { freeBytes } from '#simulator/world/memory.ts';
import { ask, begin, named, poolOf, rowOf } from '#test/support/ask.ts';

async function twoHosts() {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  const [vm, from, to] = [named(world, 'VM', 'web'), named(world, 'host', 'host-a'), named(world, 'host', 'host-b')];
  return { world, vm, from, to, free: (host: string) => freeBytes(poolOf(world), host, 'dynamic-min') };
}

test('a running machine moves with its memory, its console and a task that says how far it is', async () => {
  const { world, vm, from, to, free } = await twoHosts();
  const [before, after] = [free(from), free(to)];
  const asked = begin(world, 'Async.VM.pool_migrate', [vm, to, { live: 'true' }]);
  const outcome = asked.outcome();
  const task = outcome?.is === 'done' ? String(outcome.value) : '';
  const { database } = poolOf(world);
  world.clock.advance(600);
  expect([rowOf(world, 'VM', 'web')['resident_on'], free(to) < after]).toEqual([from, true]);
  const seen = new Set<unknown>();
  for (let each = 0; each < 300 && database.get('task', task)['status'] === 'pending'; each += 1) {
    world.clock.advance(100);
    seen.add(database.get('task', task)['progress']);
  }
  expect(database.get('task', task)).toMatchObject({ status: 'success' });
  expect(seen.size).toBeGreaterThan(4);
  const row = rowOf(world, 'VM', 'web');
  expect(row).toMatchObject({ power_state: 'Running', resident_on: to, current_operations: {} });
  expect(free(from)).toBeGreaterThan(before);
  const [console_ = ''] = row['consoles'] as string[];
  expect(String(database.get('console', console_)['location'])).toContain(String(database.get('host', to)['address']));
});

test('it is cancelled without the guest noticing', async () => {
  const { world, vm, from, to, free } = await twoHosts();
  const before = free(to);
  const outcome = begin(world, 'Async.VM.pool_migrate', [vm, to, { live: 'true' }]).outcome();
  const task = outcome?.is === 'done' ? String(outcome.value) : '';
  world.clock.advance(3_000);
  ask(world, 'task.cancel', [task]);
  expect(poolOf(world).database.get('task', task)['status']).toBe('cancelled');
  expect(rowOf(world, 'VM', 'web')).toMatchObject({ power_state: 'Running', resident_on: from });
  expect(free(to)).toBe(before);
});

test('it is refused where the machine could not run', async () => {
  const { world, vm, to } = await twoHosts();
  poolOf(world).database.set('host', to, { enabled: false });
  expect(ask(world, 'VM.pool_migrate', [vm, to, {}])).toEqual({ error: ['HOST_DISABLED', to] });
});
