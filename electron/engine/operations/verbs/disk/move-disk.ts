import { confirm } from '#engine/operations/confirm.ts';
import { untilItsTurn } from '#engine/operations/moves-turn.ts';
import { followMaking, makeAsTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { DiskRequestOf } from '#shared/domain/operations/disk-request.ts';
import { movesWith } from '#shared/domain/rules/disk-rules.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { copying } from './copy-disk.ts';
import { type DiskRef, diskTraces, taskOn } from './disk-state.ts';
import { destroyDisk } from './remove-disk.ts';

type Move = DiskRequestOf<'disk.move'>;

/** Servers move a disk that a machine has by themselves; one that nobody has is copied, and deleted where it was. */
export function moveDisk(request: Move): Verb {
  const migration = migrating(request);
  const copy = copying(request);

  function copies(inventory: Inventory, [, name = '', sizeBytes]: readonly string[]): ReturnType<Verb['left']> {
    return copy.left(inventory, { name, sizeBytes: Number(sizeBytes ?? 0) });
  }

  async function byCopy(doing: Doing): Promise<void> {
    const disk = await copy.shown(doing);
    if (disk === undefined) return;
    doing.tooLateToCancel();
    await doing.step('delete-old-disk', async () => await leave(doing, request.disk, disk));
  }

  return {
    steps: ['check', 'act', 'confirm', 'delete-old-disk'],
    async run(doing) {
      const { pool } = doing;
      const disk = pool.inventory().vdi.get(request.disk);
      if (disk !== undefined) doing.remember([disk.uuid, disk.name, String(disk.virtualSize)]);
      if (movesWith(pool.inventory(), request.disk) === undefined) {
        await copy.make(doing);
        await byCopy(doing);
      } else await migration.run(doing);
    },
    task: {
      find: (inventory) => migration.find(inventory) ?? copy.find(inventory),
      async watch(doing, task) {
        if (copy.find(doing.pool.inventory()) === undefined) {
          await migration.watch(doing, task);
          return;
        }
        await copy.watch(doing, task);
        await byCopy(doing);
      },
    },
    isReached: (inventory, remembered) =>
      migration.moved(inventory, remembered[0]) !== undefined || (!inventory.vdi.has(request.disk) && copies(inventory, remembered).length > 0),
    left(inventory, remembered) {
      const moved = migration.moved(inventory, remembered[0]);
      if (moved !== undefined) return diskTraces(inventory, moved);
      const made = copies(inventory, remembered);
      return inventory.vdi.has(request.disk) || made.length === 0 ? [...diskTraces(inventory, request.disk), ...made] : made;
    },
  };
}

function migrating({ disk: source, target }: Move) {
  let uuid: string | undefined;
  let answer: DiskRef | undefined;

  /** The machine is what the server has under way. */
  function find(inventory: Inventory): TaskRef | undefined {
    const vm = movesWith(inventory, source);
    return (
      taskOn(inventory, inventory.vdi.get(source), 'mirror') ??
      (vm === undefined ? undefined : taskOn(inventory, inventory.vm.get(vm), 'migrate_send'))
    );
  }

  /** It has another reference afterwards, and its UUID is kept as a rule. */
  function moved(inventory: Inventory, known = uuid): DiskRef | undefined {
    if (answer !== undefined && inventory.vdi.has(answer)) return answer;
    for (const [ref, disk] of inventory.vdi) if (disk.sr === target && disk.uuid === known) return ref;
    return undefined;
  }

  async function showResult(doing: Doing, from: RefOf<'sr'> | null): Promise<void> {
    const { pool } = doing;
    await doing.step('confirm', async () => await confirm(doing, () => moved(pool.inventory()) !== undefined));
    const disk = moved(pool.inventory());
    if (disk !== undefined && from !== null) doing.knew([disk, from]);
  }

  return {
    find,
    moved,
    async run(doing: Doing): Promise<void> {
      const { pool } = doing;
      const disk = pool.inventory().vdi.get(source);
      uuid = disk?.uuid;
      await doing.step('act', async () => {
        const machine = movesWith(pool.inventory(), source);
        await untilItsTurn(doing, machine === undefined ? null : (pool.inventory().vm.get(machine)?.residentOn ?? null));
        const result = await makeAsTask(doing, {
          start: async (session) => await session.startTask('VDI.pool_migrate', [source, target, {}]),
          find: () => find(pool.inventory()),
          isReached: () => moved(pool.inventory()) !== undefined,
        });
        // The result of this task is the disk as it is now.
        if (result !== undefined) answer = result as DiskRef;
      });
      await showResult(doing, disk?.sr ?? null);
    },
    async watch(doing: Doing, task: TaskRef): Promise<void> {
      uuid = doing.remembered()[0];
      await doing.step('act', async () => {
        const result = await followMaking(doing, task);
        if (result !== undefined) answer = result as DiskRef;
      });
      await showResult(doing, null);
    },
  };
}

/** The new place is told to whoever sleeps on it before the old one goes. */
async function leave(doing: Doing, old: DiskRef, disk: DiskRef): Promise<void> {
  const { pool, closing } = doing;
  const sleeper = [...pool.inventory().vm].find(([, vm]) => vm.suspendVdi === old)?.[0];
  const from = pool.inventory().vdi.get(old)?.sr ?? null;
  if (sleeper !== undefined)
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('VM.set_suspend_VDI', [sleeper, disk]));
  try {
    await destroyDisk(doing, old);
    if (from !== null) doing.knew([disk, from]);
  } catch (error) {
    closing.throwIfAborted();
    // The copy is whole; taking it away would leave nothing better.
    doing.remark({ is: 'old-disk-left', error }, { kind: 'disk.delete', server: pool.server, disk: old });
  }
}
