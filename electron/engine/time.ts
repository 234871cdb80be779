import type { Clock } from './ports.ts';

/** Resolves after `delayMs`, or as soon as the signal is aborted; the caller looks at the signal. */
export async function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(delayMs, resolve);
  const wake = (): void => resolve();
  signal.addEventListener('abort', wake, { once: true });
  try {
    await promise;
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', wake);
  }
}
