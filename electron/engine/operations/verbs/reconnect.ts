import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Verb } from '#engine/operations/verb.ts';

/** Ends the waiting between attempts and sees whether the next one succeeds. */
export function reconnect(): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool, cancelling, closing } = doing;
      await doing.step('act', async () => await Promise.resolve(pool.retry()));
      await doing.step('confirm', async () => {
        let hasTried = false;
        await pool.until(
          () => {
            const state = pool.state();
            const isTrying = state.is === 'connecting' || (state.is === 'stale' && state.nextTryAtMs === undefined);
            hasTried ||= isTrying;
            return state.is === 'live' || (hasTried && !isTrying);
          },
          { signal: AbortSignal.any([cancelling, closing]) },
        );
        closing.throwIfAborted();
        if (cancelling.aborted) throw new Cancelled(true);
        if (pool.state().is !== 'live') throw new OperationError({ kind: 'not-confirmed' });
      });
    },
    left: () => [],
  };
}
