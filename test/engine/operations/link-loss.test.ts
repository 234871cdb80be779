import { expect, test } from 'vitest';
import { ask, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { isNow, PACE, timePasses } from '#test/support/passing-time.ts';
import { firstPool } from '#test/support/served-world.ts';

function setLink({ served }: Operating, mode: 'ok' | 'refuse'): void {
  firstPool(served.world).master.link.mode = mode;
  served.refresh();
}

test('a connection lost in the middle is said, and the verdict is read when it is back', async () => {
  await using at = await operating('two-hosts-iscsi', PACE);
  const id = await at.begin({ kind: 'vm.shut-down', way: 'clean', server: at.server, vm: at.vm('web') });
  await at.until(id, ({ task }) => task !== undefined);
  setLink(at, 'refuse');
  const lost = await at.until(id, ({ state }) => state.is === 'running' && state.note === 'server-unreachable');
  expect(lost.state).toMatchObject({ is: 'running', canCancel: true });
  setLink(at, 'ok');
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'web')['power_state']).toBe('Halted');
});

test('when the record of the task is gone after a loss, the machine itself is asked', async () => {
  await using at = await operating('two-hosts-iscsi', PACE);
  const { database } = firstPool(at.served.world);
  const id = await at.begin({ kind: 'vm.shut-down', way: 'clean', server: at.server, vm: at.vm('web') });
  const { task = '' } = await at.until(id, (operation) => operation.task !== undefined);
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.task?.set?.[task] !== undefined);
  setLink(at, 'refuse');
  await timePasses(at.engine, () => rowOf(at.served.world, 'VM', 'web')['power_state'] === 'Halted');
  if (database.find('task', task) !== undefined) database.destroy('task', task);
  setLink(at, 'ok');
  expect((await at.end(id)).state).toEqual({ is: 'done' });
});

test('who cancels while nobody can be told to stop is told that it may go on', async () => {
  await using at = await operating('two-hosts-iscsi', PACE);
  const id = await at.begin({ kind: 'vm.shut-down', way: 'clean', server: at.server, vm: at.vm('web') });
  await at.until(id, ({ task }) => task !== undefined);
  setLink(at, 'refuse');
  await at.until(id, ({ state }) => state.is === 'running' && state.note === 'server-unreachable');
  await at.engine.call('operation.cancel', { operation: id });
  expect((await at.end(id)).state).toMatchObject({ is: 'cancelled', left: [{ is: 'may-go-on' }, { is: 'power', power: 'Running' }] });
});

test('a server that is disconnected in the middle ends its operations, with what is not known said', async () => {
  await using at = await operating('two-hosts-iscsi', PACE);
  const id = await at.begin({ kind: 'vm.shut-down', way: 'clean', server: at.server, vm: at.vm('web') });
  await at.until(id, ({ task }) => task !== undefined);
  await at.engine.call('server.disconnect', { server: at.server });
  expect((await at.end(id)).state).toMatchObject({ is: 'failed', failure: { kind: 'gone' }, left: [{ is: 'may-go-on' }] });
});

test('a lost connection is tried at once on request', async () => {
  await using at = await operating('two-hosts-iscsi', PACE);
  setLink(at, 'refuse');
  await timePasses(at.engine, isNow(at.engine, 'stale'));
  setLink(at, 'ok');
  const id = await at.begin({ kind: 'server.reconnect', server: at.server });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(isNow(at.engine, 'live')()).toBe(true);
});

test('a session the server has forgotten costs an operation nothing', async () => {
  await using at = await operating('two-hosts-iscsi', PACE);
  const id = await at.begin({ kind: 'object.describe', value: 'new', server: at.server, class: 'vm', ref: at.vm('web') });
  firstPool(at.served.world).sessions.clear();
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(ask(at.served.world, 'VM.get_name_description', [at.vm('web')])).toBe('new');
});
