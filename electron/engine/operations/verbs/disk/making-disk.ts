import { confirm } from '#engine/operations/confirm.ts';
import { followMaking, makeAsTask } from '#engine/operations/server-task.ts';
import type { Doing } from '#engine/operations/verb.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { type DiskRef, disksLike, diskTraces, newDisk, taskOn } from './disk-state.ts';
import { removeDisk } from './remove-disk.ts';

export interface DiskDraft {
  readonly target: RefOf<'sr'>;
  readonly name: string;
  readonly description: string;
  readonly sizeBytes: number;
}

/** A disk that is being made, taken back when what follows cannot be done. */
export function makingDisk({ target: sr, name, description, sizeBytes }: DiskDraft) {
  let before: ReadonlySet<DiskRef> | undefined;
  let answer: DiskRef | undefined;
  const find = (inventory: Inventory) => taskOn(inventory, inventory.sr.get(sr), 'vdi_create');
  const made = (inventory: Inventory): DiskRef | undefined => answer ?? newDisk(inventory, { sr, name, before: before ?? new Set() });

  return {
    find,
    /** Undefined as well where nothing was begun. */
    made: (inventory: Inventory): DiskRef | undefined => answer ?? (before === undefined ? undefined : made(inventory)),
    /** What is there of it, as far as can be told. */
    left(inventory: Inventory, machine?: VmRef): readonly Trace[] {
      const isKnown = answer !== undefined || before !== undefined;
      const disk = isKnown ? made(inventory) : undefined;
      const found = isKnown ? (disk === undefined ? [] : [disk]) : disksLike(inventory, { sr, names: [name], sizeBytes, machine });
      return found.filter((ref) => inventory.vdi.has(ref)).flatMap((ref) => diskTraces(inventory, ref));
    },
    async make(doing: Doing): Promise<void> {
      const { pool } = doing;
      before = new Set(pool.inventory().vdi.keys());
      doing.onUndo({ undo: async () => await removeDisk(doing, made(pool.inventory())), otherwise: { is: 'disk', sr: '', sizeBytes, vms: [] } });
      const draft = { SR: sr, name_label: name, name_description: description, virtual_size: sizeBytes, type: 'user' } as const;
      const start = { ...draft, sharable: false, read_only: false, other_config: {}, xenstore_data: {}, sm_config: {}, tags: [] };
      const result = await makeAsTask(doing, {
        start: async (session) => await session.startTask('VDI.create', [start]),
        find: () => find(pool.inventory()),
        isReached: () => made(pool.inventory()) !== undefined,
      });
      // The result of this task is the new disk.
      if (result !== undefined) answer = result as DiskRef;
    },
    async watch(doing: Doing, task: Parameters<typeof followMaking>[1]): Promise<void> {
      const result = await followMaking(doing, task);
      if (result !== undefined) answer = result as DiskRef;
    },
    async shown(doing: Doing): Promise<DiskRef | undefined> {
      const { pool } = doing;
      await confirm(doing, () => pool.inventory().vdi.has(made(pool.inventory()) ?? ('' as DiskRef)));
      return made(pool.inventory());
    },
  };
}
