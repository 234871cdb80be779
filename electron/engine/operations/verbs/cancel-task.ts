import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';

/** Asks the server to stop somebody's task; whether it listens shows in the task. */
export function cancelTask({ task }: RequestOf<'task.cancel'>): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool, closing } = doing;
      await doing.step('act', async () => {
        doing.tooLateToCancel();
        await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('task.cancel', [task]));
      });
      await doing.step('confirm', async () => await confirm(doing, () => pool.inventory().task.get(task)?.status !== 'pending'));
    },
    left: (inventory) => (inventory.task.get(task)?.status === 'pending' ? [{ is: 'may-go-on' }] : []),
  };
}
