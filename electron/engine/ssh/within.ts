import type { Clock } from '#engine/ports.ts';
import type { Stage } from '#shared/domain/routes/attempt.ts';
import { SshError } from './ssh-error.ts';

export interface Budget {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal: AbortSignal;
  /** Where it stood when the time was up. */
  readonly stage: () => Stage;
  /** Nobody can hurry a person: while this is so, time does not run out. */
  readonly isWaiting?: () => boolean;
}

/** Throws SshError when the time is up and the signal's reason when that is aborted, whatever the work is doing. */
export async function within<T>(budget: Budget, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, ms, signal } = budget;
  signal.throwIfAborted();
  const ended = new AbortController();
  const over = Promise.withResolvers<never>();
  const abort = (): void => {
    ended.abort(signal.reason);
    over.reject(signal.reason);
  };
  const late = (): void => {
    if (budget.isWaiting?.() === true) {
      timer = clock.after(ms, late);
      return;
    }
    const error = new SshError(budget.stage(), { is: 'timed-out', afterMs: ms });
    ended.abort(error);
    over.reject(error);
  };
  let timer = Number.isFinite(ms) ? clock.after(ms, late) : undefined;
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(ended.signal), over.promise]);
  } finally {
    timer?.cancel();
    signal.removeEventListener('abort', abort);
  }
}
