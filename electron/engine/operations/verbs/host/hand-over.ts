import { NetError } from '#engine/net/net-error.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import { doAsTask } from '#engine/operations/server-task.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';

/** Every toolstack restarts for it, and every host has to find the new master. */
const SETTLES_WITHIN_MS = 5 * 60_000;

export function masterTrace(inventory: Inventory): Trace {
  const master = onlyPool(inventory)?.pool.master ?? null;
  return { is: 'master', host: master === null ? '' : (inventory.host.get(master)?.name ?? '') };
}

/** Done when the pool names the new master and every host that answered before answers again. */
export async function handOverTo(doing: Doing, host: HostRef): Promise<void> {
  const { pool, closing } = doing;
  await doing.step('hand-over', async () => {
    const before = [...pool.inventory().host]
      .filter(([ref]) => isHostLive(pool.inventory(), ref))
      .map(([ref, { isEnabled }]) => ({ ref, isEnabled }));
    const isMaster = (): boolean => onlyPool(pool.inventory())?.pool.master === host;
    try {
      await doAsTask(doing, {
        start: async (session) => await session.startTask('pool.designate_new_master', [host]),
        find: () => undefined,
        isReached: isMaster,
      });
    } catch (error) {
      // Its master went away in the middle of it, which is what was asked for; the pool tells. So it does where this is
      // under way already, as after an end of this app in the middle of it.
      if (!(error instanceof NetError) && !isXapiError(error, 'DESIGNATE_NEW_MASTER_IN_PROGRESS')) throw error;
    }
    doing.note(undefined);
    const isBack = (each: (typeof before)[number]): boolean =>
      isHostLive(pool.inventory(), each.ref) && (!each.isEnabled || pool.inventory().host.get(each.ref)?.isEnabled === true);
    const isSettled = (): boolean => pool.state().is === 'live' && isMaster() && before.every(isBack);
    const end = await pool.until(isSettled, { signal: closing, timeoutMs: SETTLES_WITHIN_MS });
    closing.throwIfAborted();
    if (end !== 'so') throw new OperationError({ kind: 'not-confirmed' });
  });
}
