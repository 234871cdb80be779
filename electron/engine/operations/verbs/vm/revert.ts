import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { operationTask } from './operation-task.ts';
import { snapshotTrace, take, takingTask } from './snapshot.ts';

/** What it is now is kept first where that is wanted; then it cannot be lost by what follows. */
export function revertVm({ vm, snapshot, keepAs }: RequestOf<'vm.revert'>): Verb {
  const findRevert = (inventory: Inventory) => operationTask(inventory, snapshot, 'revert');
  const findKeeping = (inventory: Inventory) => (keepAs === undefined ? undefined : takingTask(inventory, { vm, keeps: 'disks' }));
  const comesFrom = (inventory: Inventory): boolean => inventory.vm.get(vm)?.parent === snapshot;

  async function revert(doing: Doing): Promise<void> {
    const { pool } = doing;
    // Where it comes from there already, only the task can tell.
    const canTell = !comesFrom(pool.inventory());
    await doing.step('act', async () => {
      await doAsTask(doing, {
        start: async (session) => await session.startTask('VM.revert', [snapshot]),
        find: () => findRevert(pool.inventory()),
        isReached: () => canTell && comesFrom(pool.inventory()),
      });
    });
    await showResult(doing);
  }

  async function showResult(doing: Doing): Promise<void> {
    await doing.step('confirm', async () => await confirm(doing, () => comesFrom(doing.pool.inventory())));
  }

  return {
    steps: keepAs === undefined ? ['check', 'act', 'confirm'] : ['check', 'keep', 'act', 'confirm'],
    async run(doing) {
      if (keepAs !== undefined) await doing.step('keep', async () => await take(doing, { vm, name: keepAs, keeps: 'disks' }));
      await revert(doing);
    },
    task: {
      find: (inventory) => findRevert(inventory) ?? findKeeping(inventory),
      async watch(doing, task) {
        if (isKeeping(doing, task)) {
          await doing.step('keep', async () => await followTask(doing, task));
          await revert(doing);
          return;
        }
        await doing.step('act', async () => await followTask(doing, task));
        await showResult(doing);
      },
    },
    // With a snapshot of what it was before, it can only come from this one if it has gone back to it.
    ...(keepAs !== undefined && { isReached: comesFrom }),
    left(inventory) {
      const record = inventory.vm.get(vm);
      if (record === undefined) return [{ is: 'object-gone' }];
      const name = inventory.vm.get(snapshot)?.name;
      return [
        { is: 'power', power: record.power },
        ...(keepAs === undefined ? [] : snapshotTrace(inventory, { vm, name: keepAs })),
        ...(name !== undefined && comesFrom(inventory) ? [{ is: 'goes-on-from', snapshot: name } as const] : []),
      ];
    },
  };
}

/** Of the two tasks it begins, by its name: what it works on is the same machine. */
function isKeeping({ pool }: Doing, task: TaskRef): boolean {
  return pool.inventory().task.get(task)?.name.endsWith('VM.revert') !== true;
}
