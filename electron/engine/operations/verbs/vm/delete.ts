import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { operationTask } from './operation-task.ts';

/** The machine first: a disk without a machine can still be deleted by hand, a machine without its disk only confuses. */
export function deleteVm(request: RequestOf<'vm.delete'>): Verb {
  const { vm } = request;
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'destroy');
  // Named before the records that name them are gone.
  let losses: readonly Loss[] = [];

  async function afterwards(doing: Doing): Promise<void> {
    doing.tooLateToCancel();
    await doing.step('confirm', async () => await confirm(doing, (pool) => !pool.inventory().vm.has(vm)));
    await doing.step('delete-disks', async () => {
      for (const snapshot of request.snapshots) await destroySnapshot(doing, snapshot);
      for (const loss of losses) await destroyDisk(doing, loss);
    });
  }

  return {
    steps: ['check', 'act', 'confirm', 'delete-disks'],
    async run(doing) {
      losses = lossesOf(request, doing.pool.inventory());
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
        losses = lossesOf(request, doing.pool.inventory());
        await doing.step('act', async () => await followTask(doing, task));
        await afterwards(doing);
      },
    },
    left(inventory) {
      const record = inventory.vm.get(vm);
      if (record !== undefined) return [{ is: 'power', power: record.power }];
      const disks = request.disks.flatMap((disk) => inventory.vdi.get(disk)?.name ?? []);
      const gone: Trace = { is: 'object-gone' };
      return disks.length === 0 ? [gone] : [gone, { is: 'disks-left', disks }];
    },
  };
}

interface Loss {
  readonly disk: RefOf<'vdi'>;
  readonly name: string;
}

function lossesOf({ disks, snapshots }: RequestOf<'vm.delete'>, inventory: Inventory): readonly Loss[] {
  const all = new Set([...snapshots.flatMap((snapshot) => disksOfVm(inventory, snapshot)), ...disks]);
  return [...all].map((disk) => ({ disk, name: inventory.vdi.get(disk)?.name ?? '' }));
}

async function destroySnapshot(doing: Doing, snapshot: VmRef): Promise<void> {
  const name = doing.pool.inventory().vm.get(snapshot)?.name ?? '';
  await unlessGone(doing, name, async () => {
    await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('VM.destroy', [snapshot]));
  });
}

async function destroyDisk(doing: Doing, { disk, name }: Loss): Promise<void> {
  await unlessGone(doing, name, async () => {
    await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('VDI.destroy', [disk]));
  });
}

/** The machine is gone; what else stays is said, and can be deleted where it lies. */
async function unlessGone(doing: Doing, name: string, destroy: () => Promise<void>): Promise<void> {
  try {
    await destroy();
  } catch (error) {
    doing.closing.throwIfAborted();
    if (!isXapiError(error, 'HANDLE_INVALID')) doing.remark({ is: 'not-deleted', name, error });
  }
}
