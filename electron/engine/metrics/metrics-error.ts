import type { SilentWhy } from '#shared/domain/metrics/figures.ts';

/** The one error of this room: a host that sends no statistics, and why. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError';
  readonly why: SilentWhy;

  constructor(why: SilentWhy, cause?: unknown) {
    super(why.is, { cause });
    this.why = why;
  }
}
