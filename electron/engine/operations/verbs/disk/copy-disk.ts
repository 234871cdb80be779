import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import { followMaking, makeAsTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import { type DiskRef, disksLike, diskTraces, newDisk, taskOn } from './disk-state.ts';
import { removeDisk } from './remove-disk.ts';

/** A full copy, with a name of its own. */
export function copyDisk(request: DiskRequestOf<'disk.copy'>): Verb {
  const copy = copying(request);

  async function afterwards(doing: Doing): Promise<void> {
    const disk = await copy.shown(doing);
    if (disk === undefined) return;
    doing.tooLateToCancel();
    await doing.step('set-up', async () => await rename(doing, disk, request.name.trim()));
  }

  return {
    steps: ['check', 'act', 'confirm', 'set-up'],
    async run(doing) {
      await copy.make(doing);
      await afterwards(doing);
    },
    task: {
      find: copy.find,
      async watch(doing, task) {
        await copy.watch(doing, task);
        await afterwards(doing);
      },
    },
    left: (inventory) => copy.left(inventory, { name: request.name.trim() }),
  };
}

async function rename(doing: Doing, disk: DiskRef, name: string): Promise<void> {
  const { pool, closing } = doing;
  try {
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('VDI.set_name_label', [disk, name]));
  } catch (error) {
    closing.throwIfAborted();
    // The copy is there; nobody is helped by taking it away again for its name.
    doing.remark({ is: 'not-set-up', error });
  }
}

type Source = Pick<DiskRequestOf<'disk.copy'>, 'disk' | 'target'>;

/** A copy that is being made, taken back when what follows cannot be done. */
export function copying({ disk: source, target }: Source) {
  let before: ReadonlySet<DiskRef> | undefined;
  let answer: DiskRef | undefined;

  const find = (inventory: Inventory) => taskOn(inventory, inventory.vdi.get(source), 'copy');

  function made(inventory: Inventory): DiskRef | undefined {
    if (answer !== undefined) return answer;
    return before === undefined ? undefined : newDisk(inventory, { sr: target, name: inventory.vdi.get(source)?.name ?? '', before });
  }

  function takeBackOnFailure(doing: Doing): void {
    const { pool } = doing;
    const sr = pool.inventory().sr.get(target)?.name ?? '';
    doing.onUndo({ undo: async () => await removeDisk(doing, made(pool.inventory())), otherwise: { is: 'disk', sr, sizeBytes: 0, vms: [] } });
  }

  /** What is there of the copy; whoever does not know what was there before tells every disk that could be it. */
  function left(inventory: Inventory, like: { readonly name: string; readonly sizeBytes?: number }): readonly Trace[] {
    const { name } = like;
    const original = inventory.vdi.get(source);
    const isKnown = answer !== undefined || before !== undefined;
    const disk = isKnown ? made(inventory) : undefined;
    const sought = { sr: target, names: [name, original?.name ?? name], sizeBytes: original?.virtualSize ?? like.sizeBytes ?? 0 };
    const found = isKnown ? (disk === undefined ? [] : [disk]) : disksLike(inventory, sought).filter((ref) => ref !== source);
    return found.filter((ref) => inventory.vdi.has(ref)).flatMap((ref) => diskTraces(inventory, ref));
  }

  return {
    find,
    made,
    left,
    /** Of a copy the server itself has told the end of. */
    whole: (): DiskRef | undefined => answer,
    async make(doing: Doing): Promise<void> {
      const { pool } = doing;
      before = new Set(pool.inventory().vdi.keys());
      await doing.step('act', async () => {
        takeBackOnFailure(doing);
        const result = await makeAsTask(doing, {
          start: async (session) => await session.startTask('VDI.copy', [source, target]),
          find: () => find(pool.inventory()),
          isReached: () => made(pool.inventory()) !== undefined,
        });
        // The result of this task is the new disk.
        if (result !== undefined) answer = result as DiskRef;
      });
    },
    async watch(doing: Doing, task: Parameters<typeof followMaking>[1]): Promise<void> {
      await doing.step('act', async () => {
        takeBackOnFailure(doing);
        const result = await followMaking(doing, task);
        if (result !== undefined) answer = result as DiskRef;
      });
    },
    async shown(doing: Doing): Promise<DiskRef | undefined> {
      const { pool } = doing;
      await doing.step('confirm', async () => await confirm(doing, () => pool.inventory().vdi.has(made(pool.inventory()) ?? ('' as DiskRef))));
      if (doing.cancelling.aborted) throw new Cancelled(false);
      return made(pool.inventory());
    },
  };
}
