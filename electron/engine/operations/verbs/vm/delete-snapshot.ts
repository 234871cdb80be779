import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { destroyRemembered, disksOfAll, goneTraces, rememberDisks, restOf } from './losses.ts';
import { operationTask } from './operation-task.ts';

/** With its disks and its memory, which are nobody else's. */
export function deleteSnapshot({ server, vm }: RequestOf<'vm.delete-snapshot'>): Verb {
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'destroy');
  const isGone = (inventory: Inventory): boolean => !inventory.vm.has(vm);

  async function afterwards(doing: Doing): Promise<void> {
    await confirm(doing, (pool) => isGone(pool.inventory()));
    doing.tooLateToCancel();
    await doing.step('delete-disks', async () => await destroyRemembered(doing));
  }

  return {
    steps: ['check', 'act', 'delete-disks'],
    async run(doing) {
      const { pool } = doing;
      rememberDisks(doing, disksOfAll(pool.inventory(), [vm]));
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) => await session.startTask('VM.destroy', [vm]),
          find: () => find(pool.inventory()),
          isReached: () => isGone(pool.inventory()),
        });
      });
      await afterwards(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        rememberDisks(doing, disksOfAll(doing.pool.inventory(), [vm]));
        await doing.step('act', async () => await followTask(doing, task));
        await afterwards(doing);
      },
    },
    isReached: isGone,
    rest: (inventory, disks) => restOf(inventory, { server: server as ServerId, snapshots: [], disks }),
    left: (inventory, remembered) => (isGone(inventory) ? goneTraces(inventory, remembered) : []),
  };
}
