import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import { makingDisk } from './making-disk.ts';
import { giveDisk } from './slot.ts';

export function createDisk(request: DiskRequestOf<'disk.create'>): Verb {
  const { slot } = request;
  const making = makingDisk({ ...request, name: request.name.trim() });

  async function afterwards(doing: Doing): Promise<void> {
    const disk = await doing.step('confirm', async () => await making.shown(doing));
    // What came too late to be stopped is empty, and goes again.
    if (doing.cancelling.aborted) throw new Cancelled(false);
    doing.tooLateToCancel();
    if (disk !== undefined && slot !== undefined) await giveDisk(doing, disk, slot);
  }

  return {
    steps: ['check', 'act', 'confirm', ...(slot === undefined ? [] : (['attach-disk', 'plug-disk'] as const))],
    async run(doing) {
      await doing.step('act', async () => await making.make(doing));
      await afterwards(doing);
    },
    task: {
      find: making.find,
      async watch(doing, task) {
        await doing.step('act', async () => await making.watch(doing, task));
        if (making.made(doing.pool.inventory()) !== undefined) await afterwards(doing);
      },
    },
    left: (inventory) => making.left(inventory, slot?.machine),
  };
}
