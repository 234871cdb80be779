import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { driverCan } from '#shared/domain/storage/driver-can.ts';
import { drivesOf } from '#shared/domain/storage/drives-of.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { diskTraces, taskOn } from './disk-state.ts';

type Change = DiskRequestOf<'disk.resize' | 'disk.delete' | 'disk.track-changes'>;

/** What is one task of the server, and shows in the disk itself. */
export function changeDisk(request: Change): Verb {
  const { disk } = request;
  const isReached = (inventory: Inventory): boolean => isDone(request, inventory);
  const showResult = async (doing: Doing): Promise<void> =>
    await doing.step('confirm', async () => await confirm(doing, (pool) => isReached(pool.inventory())));

  function find(inventory: Inventory): TaskRef | undefined {
    return taskOn(inventory, inventory.vdi.get(disk), operationOf(request, inventory));
  }

  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const isOnline = isOpen(pool.inventory(), request);
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) => await start(session, request, isOnline),
          find: () => find(pool.inventory()),
          isReached: () => isReached(pool.inventory()),
        });
      });
      await showResult(doing);
      if (request.kind === 'disk.track-changes') doing.knew(String(!request.isOn));
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => await followTask(doing, task));
        await showResult(doing);
      },
    },
    left: (inventory) => diskTraces(inventory, disk),
  };
}

function isDone(request: Change, inventory: Inventory): boolean {
  const disk = inventory.vdi.get(request.disk);
  switch (request.kind) {
    case 'disk.delete':
      return disk === undefined;
    // Drivers round up to their blocks.
    case 'disk.resize':
      return disk !== undefined && disk.virtualSize >= request.sizeBytes;
    case 'disk.track-changes':
      return disk?.isTrackingChanges === request.isOn;
    default:
      return unreachable(request);
  }
}

/** Whether a machine has it open that would have to be told. */
function isOpen(inventory: Inventory, { disk: ref }: Change): boolean {
  const sr = inventory.vdi.get(ref)?.sr;
  const record = sr === undefined || sr === null ? undefined : inventory.sr.get(sr);
  return record !== undefined && driverCan(inventory, record, 'VDI_RESIZE_ONLINE') && drivesOf(inventory, ref).some(({ isAttached }) => isAttached);
}

function operationOf(request: Change, inventory: Inventory): string {
  switch (request.kind) {
    case 'disk.delete':
      return 'destroy';
    case 'disk.resize':
      return isOpen(inventory, request) ? 'resize_online' : 'resize';
    case 'disk.track-changes':
      return request.isOn ? 'enable_cbt' : 'disable_cbt';
    default:
      return unreachable(request);
  }
}

async function start(session: Session, request: Change, isOnline: boolean): Promise<TaskRef> {
  switch (request.kind) {
    case 'disk.delete':
      return await session.startTask('VDI.destroy', [request.disk]);
    case 'disk.resize':
      return await session.startTask(isOnline ? 'VDI.resize_online' : 'VDI.resize', [request.disk, request.sizeBytes]);
    case 'disk.track-changes':
      return await session.startTask(request.isOn ? 'VDI.enable_cbt' : 'VDI.disable_cbt', [request.disk]);
    default:
      return unreachable(request);
  }
}
