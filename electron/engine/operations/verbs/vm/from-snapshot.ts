import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { removeMachine } from '#engine/operations/verbs/vm-create/machine.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { operationTask } from './operation-task.ts';

/** A copy of a snapshot is a template; made ready, it is a machine. */
export function newFromSnapshot({ vm, as, ...request }: RequestOf<'vm.from-snapshot'>): Verb {
  const name = request.name.trim();
  let before: ReadonlySet<VmRef> = new Set();
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'clone');

  function made(inventory: Inventory): VmRef | undefined {
    for (const [ref, record] of inventory.vm) if (record.name === name && !record.isSnapshot && !before.has(ref)) return ref;
    return undefined;
  }

  async function becomeMachine(doing: Doing): Promise<void> {
    if (as === 'template') return;
    const { pool } = doing;
    const copy = made(pool.inventory());
    doing.tooLateToCancel();
    doing.onUndo({ undo: async () => await removeMachine(doing, copy), otherwise: { is: 'vm-made', name, as: 'template' } });
    await doing.step('confirm', async () => {
      if (copy !== undefined && pool.inventory().vm.get(copy)?.isTemplate === true) {
        await pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('VM.set_is_a_template', [copy, false]));
      }
      await confirm(doing, () => copy !== undefined && pool.inventory().vm.get(copy)?.isTemplate === false);
    });
  }

  return {
    steps: as === 'template' ? ['check', 'act'] : ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      before = new Set(pool.inventory().vm.keys());
      await doing.step('act', async () => {
        await doAsTask(doing, {
          start: async (session) => await session.startTask('VM.clone', [vm, name]),
          find: () => find(pool.inventory()),
          isReached: () => made(pool.inventory()) !== undefined,
        });
        await confirm(doing, () => made(pool.inventory()) !== undefined);
      });
      await becomeMachine(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => {
          await followTask(doing, task);
          await confirm(doing, () => made(doing.pool.inventory()) !== undefined);
        });
        await becomeMachine(doing);
      },
    },
    left(inventory) {
      const copy = made(inventory);
      if (copy === undefined) return [];
      return [{ is: 'vm-made', name, as: inventory.vm.get(copy)?.isTemplate === true ? 'template' : 'vm' }];
    },
    isReached(inventory) {
      const copy = made(inventory);
      return copy !== undefined && (inventory.vm.get(copy)?.isTemplate === true) === (as === 'template');
    },
  };
}
