import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import { followMaking, makeAsTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import { type DiskRef, diskTraces, newDisk, taskOn } from './disk-state.ts';
import { removeDisk } from './remove-disk.ts';
import { giveDisk } from './slot.ts';

export function createDisk(request: DiskRequestOf<'disk.create'>): Verb {
  const { target: sr, sizeBytes, slot } = request;
  const name = request.name.trim();
  let before: ReadonlySet<DiskRef> = new Set();
  let made: DiskRef | undefined;
  const find = (inventory: Inventory) => taskOn(inventory, inventory.sr.get(sr), 'vdi_create');
  const lookFor = (inventory: Inventory): DiskRef | undefined => made ?? newDisk(inventory, { sr, name, before });

  async function afterwards(doing: Doing): Promise<void> {
    const { pool } = doing;
    await doing.step('confirm', async () => await confirm(doing, () => pool.inventory().vdi.has(lookFor(pool.inventory()) ?? ('' as DiskRef))));
    const disk = lookFor(pool.inventory());
    // What came too late to be stopped is empty, and goes again.
    if (doing.cancelling.aborted) throw new Cancelled(false);
    doing.tooLateToCancel();
    if (disk !== undefined && slot !== undefined) await giveDisk(doing, disk, slot);
  }

  return {
    steps: ['check', 'act', 'confirm', ...(slot === undefined ? [] : (['attach-disk', 'plug-disk'] as const))],
    async run(doing) {
      const { pool } = doing;
      before = new Set(pool.inventory().vdi.keys());
      await doing.step('act', async () => {
        doing.onUndo({ undo: async () => await removeDisk(doing, lookFor(pool.inventory())), otherwise: { is: 'disk', sr: '', sizeBytes, vms: [] } });
        const draft = { SR: sr, name_label: name, name_description: request.description, virtual_size: sizeBytes, type: 'user' } as const;
        const start = { ...draft, sharable: false, read_only: false, other_config: {}, xenstore_data: {}, sm_config: {}, tags: [] };
        const answer = await makeAsTask(doing, {
          start: async (session) => await session.startTask('VDI.create', [start]),
          find: () => find(pool.inventory()),
          isReached: () => lookFor(pool.inventory()) !== undefined,
        });
        // The result of this task is the new disk.
        if (answer !== undefined) made = answer as DiskRef;
      });
      await afterwards(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => {
          const answer = await followMaking(doing, task);
          if (answer !== undefined) made = answer as DiskRef;
        });
        if (made !== undefined) await afterwards(doing);
      },
    },
    left(inventory) {
      const disk = made ?? (before.size === 0 ? undefined : lookFor(inventory));
      return disk === undefined || !inventory.vdi.has(disk) ? [] : diskTraces(inventory, disk);
    },
  };
}
