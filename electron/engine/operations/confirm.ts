import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import { OperationError } from './operation-error.ts';
import type { Doing } from './verb.ts';

/** Events need a moment; what has not shown by then was not done. */
const SHOWS_WITHIN_MS = 15_000;

/** The verdict is what the pool itself shows, not what was answered. */
export async function confirm(doing: Doing, isSo: (pool: PoolHandle) => boolean): Promise<void> {
  const { pool, closing } = doing;
  for (;;) {
    const end = await pool.until(() => isSo(pool), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
    closing.throwIfAborted();
    if (end === 'so') return;
    if (pool.state().is === 'live') throw new OperationError({ kind: 'not-confirmed' });
    doing.note('server-unreachable');
    await pool.until(() => pool.state().is === 'live', { signal: closing });
    closing.throwIfAborted();
    doing.note('checking-result');
  }
}
