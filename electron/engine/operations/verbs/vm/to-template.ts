import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';

/** From then on machines are made from it; it is never started again. */
export function toTemplate({ vm }: RequestOf<'vm.to-template'>): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool, closing } = doing;
      doing.tooLateToCancel();
      await doing.step('act', async () => {
        await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('VM.set_is_a_template', [vm, true]));
      });
      await doing.step('confirm', async () => await confirm(doing, () => pool.inventory().vm.get(vm)?.isTemplate === true));
    },
    left(inventory) {
      const record = inventory.vm.get(vm);
      if (record === undefined) return [{ is: 'object-gone' }];
      return record.isTemplate ? [{ is: 'template' }] : [{ is: 'power', power: record.power }];
    },
  };
}
