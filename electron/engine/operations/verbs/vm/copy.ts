import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { operationTask } from './operation-task.ts';

/** The server takes back what it has copied so far when it is stopped or fails. */
export function copyVm(request: RequestOf<'vm.copy'>): Verb {
  const { vm, to } = request;
  const name = request.name.trim();
  const find = (inventory: Inventory) => operationTask(inventory, vm, to === undefined ? 'clone' : 'copy');
  const named = (inventory: Inventory): VmRef[] => [...inventory.vm].filter(([, record]) => record.name === name).map(([ref]) => ref);

  let before: ReadonlySet<VmRef> = new Set();

  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      before = new Set(named(pool.inventory()));
      const isThere = (): boolean => named(pool.inventory()).some((ref) => !before.has(ref));
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) =>
            await (to === undefined ? session.startTask('VM.clone', [vm, name]) : session.startTask('VM.copy', [vm, name, to])),
          find: () => find(pool.inventory()),
          isReached: isThere,
        });
      });
      await doing.step('confirm', async () => await confirm(doing, isThere));
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => await followTask(doing, task));
        await doing.step('confirm', async () => await confirm(doing, () => named(doing.pool.inventory()).length > 0));
      },
    },
    isReached: (inventory) => named(inventory).length > 0,
    // Only what it has made itself, as far as that is known: after a restart of the app the name has to tell.
    left: (inventory) =>
      named(inventory).some((ref) => !before.has(ref))
        ? [{ is: 'vm-made', name, as: inventory.vm.get(vm)?.isTemplate === true ? 'template' : 'vm' }]
        : [],
  };
}
