import { expect, test } from 'vitest';
import { ask, named, rowOf } from '#test/support/ask.ts';
import { operating } from '#test/support/operating.ts';
import { firstPool } from '#test/support/served-world.ts';

test('a clean shutdown that is cancelled while the guest takes its time leaves the machine running', async () => {
  await using at = await operating();
  const id = await at.begin({ kind: 'vm.shut-down', way: 'clean', server: at.server, vm: at.vm('web') });
  await at.until(id, ({ state, task }) => state.is === 'running' && task !== undefined);
  await at.engine.call('operation.cancel', { operation: id });
  const operation = await at.end(id);
  expect(operation.state).toEqual({ is: 'cancelled', undone: [], left: [{ is: 'power', power: 'Running' }] });
  expect(rowOf(at.served.world, 'VM', 'web')['power_state']).toBe('Running');
  expect(firstPool(at.served.world).database.refs('task')).not.toContain(operation.task);
});

test('what still waits for its turn is cancelled without a word to the server', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const vm = at.vm('web');
  const describe = (value: string) => ({ kind: 'object.describe', server: at.server, class: 'vm', ref: vm, value }) as const;
  const result = await at.engine.call('operation.start', { id: 'two', requests: [describe('first'), describe('second')] });
  const [first, second] = result.ok ? result.value.operations : [];
  if (first === undefined || second === undefined) throw new RangeError('two were to be started');
  await at.engine.call('operation.cancel', { operation: second });
  expect((await at.end(second)).state).toEqual({ is: 'cancelled', undone: [], left: [{ is: 'nothing-changed' }] });
  expect((await at.end(first)).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'web')['name_description']).toBe('first');
});

test('an edit that is cancelled between taking the old value away and writing the new one has its old value again', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const vm = at.vm('web');
  const { world } = at.served;
  ask(world, 'VM.add_to_other_config', [vm, 'folder', '/old']);
  const request = { kind: 'object.set-folder', server: at.server, class: 'vm', ref: vm, value: '/new', was: '/old' } as const;
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[vm]?.otherConfig?.['folder'] === '/old');
  const id = await at.begin(request);
  await at.engine.heard(
    (event) =>
      event.topic === 'operations' &&
      event.payload.changed.some(({ steps }) => steps.some(({ name, state }) => name === 'take-away-old-value' && state === 'running')),
  );
  await at.engine.call('operation.cancel', { operation: id });
  const { state } = await at.end(id);
  expect(state).toMatchObject({ is: 'cancelled', undone: [{ is: 'value-restored' }], left: [{ is: 'value' }] });
  expect(ask(world, 'VM.get_other_config', [vm])).toMatchObject({ folder: '/old' });
});

test('a task that does not listen goes on, and its own verdict is told', async () => {
  await using at = await operating();
  const { world } = at.served;
  const id = await at.begin({ kind: 'vm.start', server: at.server, vm: at.vm('spare') });
  const { task = '' } = await at.until(id, (operation) => operation.task !== undefined);
  firstPool(world).database.set('task', task, { allowed_operations: [] });
  await at.engine.call('operation.cancel', { operation: id });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(world, 'VM', 'spare')['power_state']).toBe('Running');
});

test('what another program does with the pool can be cancelled like our own', async () => {
  await using at = await operating();
  const { world } = at.served;
  const task = ask(world, 'Async.VM.clean_shutdown', [at.vm('web')]) as string;
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.task?.set?.[task] !== undefined);
  const ref = named(world, 'task', 'Async.VM.clean_shutdown');
  const id = await at.begin({ kind: 'task.cancel', server: at.server, task: ref as never });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(world, 'VM', 'web')['power_state']).toBe('Running');
});
