import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { operationTask } from './operation-task.ts';

interface Taking {
  readonly vm: VmRef;
  readonly name: string;
  readonly withMemory: boolean;
}

function snapshotsNamed(inventory: Inventory, { vm, name }: Pick<Taking, 'vm' | 'name'>): readonly VmRef[] {
  return [...inventory.vm].filter(([, record]) => record.isSnapshot && record.snapshotOf === vm && record.name === name).map(([ref]) => ref);
}

/** Done when the pool shows it; answers what it is. */
async function take(doing: Doing, taking: Taking): Promise<VmRef | undefined> {
  const { pool } = doing;
  const { vm, name, withMemory } = taking;
  const before = new Set(snapshotsNamed(pool.inventory(), taking));
  const made = (): VmRef | undefined => snapshotsNamed(pool.inventory(), taking).find((ref) => !before.has(ref));
  await doAsTask(doing, {
    start: async (session) => await (withMemory ? session.startTask('VM.checkpoint', [vm, name]) : session.startTask('VM.snapshot', [vm, name])),
    find: () => operationTask(pool.inventory(), vm, withMemory ? 'checkpoint' : 'snapshot'),
    isReached: () => made() !== undefined,
  });
  await confirm(doing, () => made() !== undefined);
  return made();
}

/** The server takes back a snapshot that fails or is stopped. */
export function takeSnapshot(request: RequestOf<'vm.snapshot'>): Verb {
  const { vm, withMemory } = request;
  const name = request.name.trim();
  return {
    steps: ['check', 'act', 'describe'],
    async run(doing) {
      const made = await doing.step('act', async () => await take(doing, { vm, name, withMemory }));
      doing.tooLateToCancel();
      await doing.step('describe', async () => {
        if (made === undefined || request.description === '') return;
        await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => {
          await session.call('VM.set_name_description', [made, request.description]);
        });
      });
    },
    task: {
      find: (inventory) => operationTask(inventory, vm, withMemory ? 'checkpoint' : 'snapshot'),
      watch: async (doing, task) => await doing.step('act', async () => await followTask(doing, task)),
    },
    left: () => [],
  };
}

/** What it is now is kept first where that is wanted; then it cannot be lost by what follows. */
export function revertVm({ vm, snapshot, keepAs }: RequestOf<'vm.revert'>): Verb {
  const find = (inventory: Inventory) => operationTask(inventory, snapshot, 'revert');
  return {
    steps: keepAs === undefined ? ['check', 'act', 'confirm'] : ['check', 'keep', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      if (keepAs !== undefined) await doing.step('keep', async () => await take(doing, { vm, name: keepAs, withMemory: false }));
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) => await session.startTask('VM.revert', [snapshot]),
          find: () => find(pool.inventory()),
          // It may go on from there already, so only the task can tell.
          isReached: () => false,
        });
      });
      await doing.step('confirm', async () => await confirm(doing, () => pool.inventory().vm.get(vm)?.parent === snapshot));
    },
    task: { find, watch: async (doing, task) => await doing.step('act', async () => await followTask(doing, task)) },
    left(inventory) {
      const record = inventory.vm.get(vm);
      return record === undefined ? [{ is: 'object-gone' }] : [{ is: 'power', power: record.power }];
    },
  };
}

/** With its disks and its memory, which are nobody else's. */
export function deleteSnapshot({ vm }: RequestOf<'vm.delete-snapshot'>): Verb {
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'destroy');
  return {
    steps: ['check', 'act', 'delete-disks'],
    async run(doing) {
      const { pool } = doing;
      const inventory = pool.inventory();
      const memory = inventory.vm.get(vm)?.suspendVdi ?? undefined;
      const disks = new Set([...disksOfVm(inventory, vm), ...(memory === undefined ? [] : [memory])]);
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) => await session.startTask('VM.destroy', [vm]),
          find: () => find(pool.inventory()),
          isReached: () => !pool.inventory().vm.has(vm),
        });
        await confirm(doing, () => !pool.inventory().vm.has(vm));
      });
      doing.tooLateToCancel();
      await doing.step('delete-disks', async () => {
        for (const disk of disks) {
          const name = inventory.vdi.get(disk)?.name ?? '';
          try {
            await pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('VDI.destroy', [disk]));
          } catch (error) {
            doing.closing.throwIfAborted();
            if (!isXapiError(error, 'HANDLE_INVALID')) doing.remark({ is: 'not-deleted', name, error });
          }
        }
      });
    },
    task: { find, watch: async (doing, task) => await doing.step('act', async () => await followTask(doing, task)) },
    left: (inventory) => (inventory.vm.has(vm) ? [] : [{ is: 'object-gone' }]),
  };
}

/** A copy of a snapshot is a template; made ready, it is a machine. */
export function newFromSnapshot({ vm, as, ...request }: RequestOf<'vm.from-snapshot'>): Verb {
  const name = request.name.trim();
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'clone');
  const named = (inventory: Inventory): VmRef[] =>
    [...inventory.vm].filter(([, record]) => record.name === name && !record.isSnapshot).map(([ref]) => ref);
  return {
    steps: as === 'template' ? ['check', 'act'] : ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const before = new Set(named(pool.inventory()));
      const made = (): VmRef | undefined => named(pool.inventory()).find((ref) => !before.has(ref));
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) => await session.startTask('VM.clone', [vm, name]),
          find: () => find(pool.inventory()),
          isReached: () => made() !== undefined,
        });
        await confirm(doing, () => made() !== undefined);
      });
      if (as === 'template') return;
      doing.tooLateToCancel();
      await doing.step('confirm', async () => {
        const copy = made();
        if (copy !== undefined && pool.inventory().vm.get(copy)?.isTemplate === true) {
          await pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('VM.set_is_a_template', [copy, false]));
        }
        await confirm(doing, () => copy !== undefined && pool.inventory().vm.get(copy)?.isTemplate === false);
      });
    },
    task: { find, watch: async (doing, task) => await doing.step('act', async () => await followTask(doing, task)) },
    left: () => [],
  };
}
