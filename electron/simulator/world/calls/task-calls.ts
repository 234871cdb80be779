import { map, refOf, text, textOf } from '../fields.ts';
import { assertPermission, rolesAtLeast } from '../rbac.ts';
import { cancelTask, createTask, dropTask } from '../tasks.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { operationKey } from '../operations/with-operation.ts';

export const taskCalls: Implementations = {
  'task.create': ({ world, pool, session, task }, label, description) =>
    createTask(world, pool, { label: textOf(label), description: textOf(description), parent: task, owner: session?.user }),
  'task.destroy': destroy,
  'task.cancel': cancel,
};

function destroy(call: Call, task: Value | undefined): Value {
  const { pool } = call;
  const self = refOf(task);
  const row = pool.database.get('task', self);
  assertMayTouch(call, self, 'task.destroy/any');
  if (text(row, 'status') !== 'pending') dropTask(pool, self);
  // The key is literally this word: the server never says which task asked.
  else pool.database.set('task', self, { current_operations: { task: 'destroy', ...map(row, 'current_operations') } });
  return '';
}

function cancel(call: Call, task: Value | undefined): Value {
  const { pool } = call;
  const self = refOf(task);
  const row = pool.database.get('task', self);
  assertMayTouch(call, self, 'task.cancel/any');
  pool.database.set('task', self, {
    current_operations: { [operationKey({ ...call, task: undefined })]: 'cancel', ...map(row, 'current_operations') },
  });
  cancelTask(pool, self);
  return '';
}

/** Everyone may end their own tasks; those of others take more. */
function assertMayTouch({ pool, session }: Call, task: Ref, permission: string): void {
  if (session === undefined || pool.taskOwners.get(task) === session.user) return;
  assertPermission(session, permission, rolesAtLeast('pool-operator'));
}
