import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { DiskRef } from './disk-state.ts';

/** Events need a moment to tell that it is gone. */
const SHOWS_WITHIN_MS = 15_000;

/** Takes back what has just come to be. */
export async function removeDisk({ pool, closing }: Doing, disk: DiskRef | undefined): Promise<Trace> {
  if (disk === undefined) return { is: 'nothing-changed' };
  await destroyDisk({ pool, closing }, disk);
  await pool.until(() => !pool.inventory().vdi.has(disk), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
  return { is: 'disk-removed' };
}

export async function destroyDisk({ pool, closing }: Pick<Doing, 'pool' | 'closing'>, disk: DiskRef): Promise<void> {
  try {
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('VDI.destroy', [disk]));
  } catch (error) {
    // Asked again after a lost connection, it is gone already.
    if (!isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
}
