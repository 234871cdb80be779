import { NetError } from '#engine/net/net-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { pause } from '#engine/time.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { ROLLBACK_S } from '#shared/domain/repairs/undo-timer.ts';

const ASKS_AGAIN_AFTER_MS = 5_000;
/** One that takes a wrong change back by itself is waited for. */
const TAKEN_BACK_WITHIN_MS = (ROLLBACK_S + 60) * 1000;

interface Cut {
  readonly name: string;
  /** The host comes back by itself, and can be told then. */
  readonly isArmed: boolean;
}

/** The former way has to be there before the pool can be asked to write it down. */
export async function onceBack({ pool, clock, closing }: Doing, { name, isArmed }: Cut, tell: () => Promise<void>): Promise<void> {
  const untilMs = clock.now() + TAKEN_BACK_WITHIN_MS;
  for (;;) {
    const end = await pool.until(() => pool.state().is === 'live', { signal: closing, timeoutMs: TAKEN_BACK_WITHIN_MS });
    if (end !== 'so') throw new NetError({ kind: 'unreachable', address: name, why: 'timed-out' });
    try {
      return await tell();
    } catch (error) {
      if (!isArmed || !isAway(error) || clock.now() > untilMs) throw error;
    }
    await pause(clock, ASKS_AGAIN_AFTER_MS, closing);
    closing.throwIfAborted();
  }
}

function isAway(error: unknown): boolean {
  return ['CANNOT_CONTACT_HOST', 'HOST_OFFLINE'].some((code) => isXapiError(error, code));
}
