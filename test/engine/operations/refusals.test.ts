import { expect, test } from 'vitest';
import type { OperationId } from '#shared/contract/calls/operation-calls.ts';
import { ask, poolOf, rowOf } from '#test/support/ask.ts';
import { operating } from '#test/support/operating.ts';
import { firstPool } from '#test/support/served-world.ts';

test('two windows that start one machine at once start it once', async () => {
  await using at = await operating();
  const request = { kind: 'vm.start', server: at.server, vm: at.vm('spare') } as const;
  const [first, second] = [await at.begin(request), await at.begin(request)];
  const ends = [await at.end(first), await at.end(second)].map(({ state }) => state);
  expect(ends).toMatchObject([{ is: 'done' }, { is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'being-changed' }] } }]);
});

test('a window that is not sure whether it was heard asks again and gets the same operations', async () => {
  await using at = await operating();
  const input = { id: 'mine', requests: [{ kind: 'vm.start', server: at.server, vm: at.vm('spare') } as const] };
  const [first, again] = [await at.engine.call('operation.start', input), await at.engine.call('operation.start', input)];
  expect(again).toEqual(first);
  if (first.ok) for (const id of first.value.operations) await at.end(id);
});

test('a forced shutdown ends the clean one that takes too long', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const on = { server: at.server, vm: at.vm('web') };
  const clean = await at.begin({ kind: 'vm.shut-down', way: 'clean', ...on });
  await at.until(clean, ({ task }) => task !== undefined);
  const forced = await at.begin({ kind: 'vm.shut-down', way: 'forced', ...on });
  expect((await at.end(forced)).state).toEqual({ is: 'done' });
  expect((await at.end(clean)).state.is).toBe('failed');
  expect(rowOf(at.served.world, 'VM', 'web')['power_state']).toBe('Halted');
});

test('every reason against it is told at once, and nothing is sent', async () => {
  await using at = await operating();
  ask(at.served.world, 'VM.set_blocked_operations', [at.vm('web'), { start: 'keep it off' }]);
  await at.engine.heard(
    (event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[at.vm('web')]?.blockedOperations?.['start'] !== undefined,
  );
  const { state } = await at.end(await at.begin({ kind: 'vm.start', server: at.server, vm: at.vm('web') }));
  const problems = [
    { rule: 'blocked', operation: 'start', reason: 'keep it off' },
    { rule: 'wrong-power-state', power: 'Running', needs: ['Halted'] },
  ];
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems }, left: [{ is: 'nothing-changed' }] });
  expect(poolOf(at.served.world).database.refs('task')).toEqual([]);
});

test('what the server refuses in the end fails with its code, what is left and what may help', async () => {
  await using at = await operating('two-hosts-iscsi', 1);
  const on = { server: at.server, vm: at.vm('web') };
  const id = await at.begin({ kind: 'vm.shut-down', way: 'clean', ...on });
  const { task = '' } = await at.until(id, (operation) => operation.task !== undefined);
  // Another administrator cancels it.
  ask(at.served.world, 'task.cancel', [task]);
  expect((await at.end(id)).state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'TASK_CANCELLED' },
    left: [{ is: 'power', power: 'Running' }],
    next: [{ kind: 'vm.shut-down', way: 'forced' }],
  });
});

test('no more than eight of a pool are under way at a time', async () => {
  await using at = await operating('three-hosts-nfs', 20);
  const { database } = firstPool(at.served.world);
  const running = database.refs('VM').filter((ref) => {
    const row = database.get('VM', ref);
    return row['power_state'] === 'Running' && row['is_control_domain'] !== true;
  });
  const requests = running.map((vm) => ({ kind: 'vm.reboot', way: 'clean', server: at.server, vm: vm as ReturnType<typeof at.vm> }) as const);
  const result = await at.engine.call('operation.start', { id: 'all', requests });
  const ids: readonly OperationId[] = result.ok ? result.value.operations : [];
  for (const id of ids) await at.end(id);
  let most = 0;
  const now = new Set<OperationId>();
  for (const event of at.engine.said) {
    for (const { id, state } of event.topic === 'operations' ? event.payload.changed : []) {
      if (state.is === 'running') now.add(id);
      else now.delete(id);
      most = Math.max(most, now.size);
    }
  }
  expect({ asked: ids.length, most }).toEqual({ asked: running.length, most: Math.min(8, running.length) });
  expect(running.length).toBeGreaterThan(8);
});

test('alerts are dismissed many at once, also those that somebody else has dismissed meanwhile', async () => {
  await using at = await operating();
  const { world } = at.served;
  const about = rowOf(world, 'VM', 'web')['uuid'] as string;
  for (let each = 0; each < 12; each += 1) ask(world, 'message.create', [`ALERT_${each}`, '3', 'VM', about, 'look']);
  const all = Object.keys(ask(world, 'message.get_all_records', []) as object);
  const seen = (): Set<string> =>
    new Set(at.engine.said.flatMap((event) => (event.topic === 'pools' ? Object.keys(event.payload.delta.message?.set ?? {}) : [])));
  await at.engine.heard(() => all.every((ref) => seen().has(ref)));
  ask(world, 'message.destroy', [all[0] ?? '']);
  const id = await at.begin({ kind: 'alerts.dismiss', server: at.server, messages: all as never });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  const left = Object.keys(ask(world, 'message.get_all_records', []) as object);
  expect(left.filter((ref) => all.includes(ref))).toEqual([]);
});
