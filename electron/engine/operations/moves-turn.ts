import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { Cancelled } from './operation-error.ts';
import type { Doing } from './verb.ts';

/** A host mirrors so many disks and machines at once, whoever asked for them, and refuses the next. */
export const MOVES_AT_ONCE = 3;
const MOVE = /\b(?:VM\.migrate_send|VDI\.pool_migrate)$/;

/** Where others keep the host at it this waits until one of them has ended; who cancels meanwhile finds all as it was. */
export async function untilItsTurn(doing: Doing, host: HostRef | null): Promise<void> {
  const { pool, cancelling, closing } = doing;
  const hasTurn = (): boolean => host === null || movesOf(pool.inventory(), host) < MOVES_AT_ONCE;
  if (hasTurn()) return;
  doing.note('others-move');
  await pool.until(hasTurn, { signal: AbortSignal.any([cancelling, closing]) });
  closing.throwIfAborted();
  if (cancelling.aborted) throw new Cancelled(false);
  doing.note(undefined);
}

function movesOf(inventory: Inventory, host: HostRef): number {
  return [...inventory.task.values()].filter((task) => task.status === 'pending' && task.residentOn === host && MOVE.test(task.name)).length;
}
