import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { destroyRemembered, disksOfAll, goneTraces, rememberDisks, restOf, unlessGone } from './losses.ts';
import { operationTask } from './operation-task.ts';

/** The machine first: a disk without a machine can still be deleted by hand, a machine without its disk only confuses. */
export function deleteVm(request: RequestOf<'vm.delete'>): Verb {
  const { vm } = request;
  const server = request.server as ServerId;
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'destroy');

  function remember(doing: Doing): void {
    rememberDisks(doing, [...disksOfAll(doing.pool.inventory(), request.snapshots), ...request.disks]);
  }

  async function afterwards(doing: Doing): Promise<void> {
    doing.tooLateToCancel();
    await doing.step('confirm', async () => await confirm(doing, (pool) => !pool.inventory().vm.has(vm)));
    await doing.step('delete-disks', async () => {
      for (const snapshot of request.snapshots) await destroySnapshot(doing, snapshot);
      await destroyRemembered(doing);
    });
  }

  return {
    steps: ['check', 'act', 'confirm', 'delete-disks'],
    async run(doing) {
      remember(doing);
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) => await session.startTask('VM.destroy', [vm]),
          find: () => find(doing.pool.inventory()),
          isReached: () => !doing.pool.inventory().vm.has(vm),
        });
      });
      await afterwards(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        remember(doing);
        await doing.step('act', async () => await followTask(doing, task));
        await afterwards(doing);
      },
    },
    isReached: (inventory) => !inventory.vm.has(vm),
    rest: (inventory, disks) => restOf(inventory, { server, snapshots: request.snapshots, disks }),
    left(inventory, remembered) {
      const record = inventory.vm.get(vm);
      return record === undefined ? goneTraces(inventory, remembered) : [{ is: 'power', power: record.power }];
    },
  };
}

async function destroySnapshot(doing: Doing, snapshot: VmRef): Promise<void> {
  const name = doing.pool.inventory().vm.get(snapshot)?.name ?? '';
  await unlessGone(doing, name, async () => {
    await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('VM.destroy', [snapshot]));
  });
}
