import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { SrRef } from './connect.ts';
import { makeDefault } from './default-sr.ts';
import { describe } from './take-back.ts';

const SCAN_KEY = 'auto-scan';

export interface HowToSetUp {
  readonly isLibrary: boolean;
  readonly asDefault: boolean;
  readonly name: string;
  readonly description: string;
}

/** Libraries are looked through again and again, for files are put there behind the server's back; disks are not. */
export async function setUp(doing: Doing, sr: SrRef, how: HowToSetUp): Promise<void> {
  const { pool, closing } = doing;
  try {
    await describe(doing, sr, how);
    await pool.ask({ safe: true, signal: closing }, async (session) => {
      await setEntry(session, sr, String(how.isLibrary));
    });
    if (how.asDefault) await makeDefault(doing, sr);
  } catch (error) {
    closing.throwIfAborted();
    // The storage is there and connected; nobody is helped by taking it away again for this.
    doing.remark({ is: 'not-set-up', error });
  }
}

async function setEntry(session: Session, sr: SrRef, value: string): Promise<void> {
  await session.call('SR.remove_from_other_config', [sr, SCAN_KEY]);
  try {
    await session.call('SR.add_to_other_config', [sr, SCAN_KEY, value]);
  } catch (error) {
    // Asked again after a lost connection, it is there already.
    if (!isXapiError(error, 'MAP_DUPLICATE_KEY')) throw error;
  }
}
