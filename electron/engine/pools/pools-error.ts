import type { Failure } from '#shared/contract/failure.ts';

/** What this room refuses by itself. */
export class PoolsError extends Error {
  override readonly name = 'PoolsError';
  readonly reason: Extract<
    Failure,
    { kind: 'already-connected' | 'no-password' | 'vault' | 'gone' | 'master-unreachable' | 'split-brain' | 'another-pool' }
  >;

  constructor(reason: PoolsError['reason']) {
    super(reason.kind);
    this.reason = reason;
  }
}
