import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { Cancelled } from './operation-error.ts';
import type { Doing } from './verb.ts';

/** Events need a moment. */
const SHOWS_WITHIN_MS = 15_000;

/** One setting: to what is wished, and back to what it was. Written twice it does no harm. */
export interface Write {
  wish(session: Session): Promise<unknown>;
  back(session: Session): Promise<unknown>;
}

/** One after the other; where one is refused, or somebody cancels, those before it are taken back. */
export async function writeAll(doing: Doing, writes: readonly Write[], isBack: (inventory: Inventory) => boolean): Promise<void> {
  const begun: Write[] = [];
  const count = { done: 0, of: writes.length };
  doing.onUndo({
    async undo() {
      if (begun.length === 0) return { is: 'nothing-changed' };
      // What was never seen to change cannot be seen to change back.
      if (count.done > 0) await doing.pool.until(() => !isBack(doing.pool.inventory()), { signal: doing.closing, timeoutMs: SHOWS_WITHIN_MS });
      for (const write of begun.toReversed()) {
        await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await write.back(session));
        count.done -= 1;
      }
      // What is told to be left is what the pool shows.
      await doing.pool.until(() => isBack(doing.pool.inventory()), { signal: doing.closing, timeoutMs: SHOWS_WITHIN_MS });
      return { is: 'value-restored' };
    },
    get otherwise() {
      return { is: 'partly-done', ...count } as const;
    },
  });
  for (const write of writes) {
    if (doing.cancelling.aborted) throw new Cancelled(false);
    begun.push(write);
    await one(doing, write, () => begun.pop());
    count.done += 1;
    doing.progress(count.done / count.of);
  }
}

async function one(doing: Doing, write: Write, onRefused: () => void): Promise<void> {
  try {
    await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await write.wish(session));
  } catch (error) {
    // What the server refuses it has not done, and would refuse to take back as well.
    if (error instanceof XapiError) onRefused();
    throw error;
  }
}
