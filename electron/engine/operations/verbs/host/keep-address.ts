import { confirm } from '#engine/operations/confirm.ts';
import type { Verb } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';

/** The address stays what it is, so nothing that is connected notices. */
export function keepAddress({ pif }: PoolRequestOf<'host.keep-address'>): Verb {
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const { pool, closing } = doing;
      await doing.step('write-new-value', async () => {
        doing.tooLateToCancel();
        const now = pool.inventory().pif.get(pif);
        if (now === undefined) return;
        const { ip, netmask, gateway, dns } = now;
        try {
          await pool.ask(
            { safe: true, signal: closing },
            async (session) => await session.call('PIF.reconfigure_ip', [pif, 'Static', ip, netmask, gateway, dns]),
          );
        } catch (error) {
          // Its toolstack started anew in the middle of it: what came of it shows.
          if (!isXapiError(error, 'TASK_CANCELLED')) throw error;
        }
      });
      await doing.step('confirm', async () => await confirm(doing, () => pool.inventory().pif.get(pif)?.ipMode === 'Static'));
    },
    left: (inventory) => [{ is: 'value', value: inventory.pif.get(pif)?.ipMode ?? '' }],
  };
}
