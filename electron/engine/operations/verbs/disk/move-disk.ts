import { confirm } from '#engine/operations/confirm.ts';
import { untilItsTurn } from '#engine/operations/moves-turn.ts';
import { followMaking, makeAsTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
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
    const whole = copy.whole();
    const [uuid = '', name = '', sizeBytes = ''] = doing.remembered();
    if (whole !== undefined) doing.remember([uuid, name, sizeBytes, whole]);
    const disk = await copy.shown(doing);
    if (disk === undefined) return;
    doing.tooLateToCancel();
    await doing.step('delete-old-disk', async () => await leave(doing, request.disk, disk));
  }

  /** What is left to do of a copy that is known to be whole while the old disk is there as well. */
  function cutOff(inventory: Inventory, [, , , whole]: readonly string[]): CutOff | undefined {
    const copied = [...inventory.vdi.keys()].find((ref) => ref === whole);
    if (copied === undefined || !inventory.vdi.has(request.disk)) return undefined;
    // Whoever sleeps on the old one has not been told of the new one.
    const isSleptOn = [...inventory.vm.values()].some((vm) => vm.suspendVdi === request.disk);
    return { copied, surplus: isSleptOn ? copied : request.disk };
  }

  function removing(inventory: Inventory, remembered: readonly string[], is: 'old' | 'copy'): readonly Requested[] {
    const found = cutOff(inventory, remembered);
    const isMeant = found !== undefined && (found.surplus === request.disk) === (is === 'old');
    return isMeant ? [{ kind: 'disk.delete', server: request.server as ServerId, disk: found.surplus }] : [];
  }

  function copiedWhole(inventory: Inventory, remembered: readonly string[]): readonly Trace[] {
    const found = cutOff(inventory, remembered);
    if (found === undefined) return [];
    const placeOf = (disk: DiskRef): string => inventory.sr.get(inventory.vdi.get(disk)?.sr ?? ('' as RefOf<'sr'>))?.name ?? '';
    const isOldSurplus = found.surplus === request.disk;
    return [{ is: 'copied-whole', to: placeOf(found.copied), from: placeOf(request.disk), surplus: isOldSurplus ? 'old' : 'copy' }];
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
    rest: (inventory, remembered) => removing(inventory, remembered, 'old'),
    clearing: (inventory, remembered) => removing(inventory, remembered, 'copy'),
    isReached: (inventory, remembered) =>
      removing(inventory, remembered, 'old').length > 0 ||
      migration.moved(inventory, remembered[0]) !== undefined ||
      (!inventory.vdi.has(request.disk) && copies(inventory, remembered).length > 0),
    left(inventory, remembered) {
      const moved = migration.moved(inventory, remembered[0]);
      if (moved !== undefined) return diskTraces(inventory, moved);
      const made = copies(inventory, remembered);
      return inventory.vdi.has(request.disk) || made.length === 0
        ? [...copiedWhole(inventory, remembered), ...diskTraces(inventory, request.disk), ...made]
        : made;
    },
  };
}

interface CutOff {
  readonly copied: DiskRef;
  /** Of the two the one that nobody needs. */
  readonly surplus: DiskRef;
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
