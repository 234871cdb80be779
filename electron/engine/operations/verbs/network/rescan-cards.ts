import type { Verb } from '#engine/operations/verb.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';

/** New cards appear by themselves; ones that were taken out stay in the pool's records until they are forgotten. */
export function rescanCards({ host }: NetworkRequestOf<'network.rescan'>): Verb {
  return {
    steps: ['check', 'act'],
    async run(doing) {
      const { pool, closing } = doing;
      doing.tooLateToCancel();
      await doing.step('act', async () => await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('PIF.scan', [host])));
    },
    left: () => [{ is: 'may-go-on' }],
  };
}
