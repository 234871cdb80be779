import { NetError } from '#engine/net/net-error.ts';
import type { AttemptFailure, Stage } from '#shared/domain/routes/attempt.ts';

/** The one error of this room: how far a connection came, and why no further. */
export class SshError extends Error {
  override readonly name = 'SshError';
  readonly stage: Stage;
  readonly reason: AttemptFailure;

  constructor(stage: Stage, reason: AttemptFailure, cause?: unknown) {
    super(`${stage}: ${reason.is}`, { cause });
    this.stage = stage;
    this.reason = reason;
  }
}

/** What the way to a machine failed with, before that machine said a word. */
export function reachFailure(error: unknown): SshError {
  if (error instanceof SshError) return error;
  if (!(error instanceof NetError)) return new SshError('connect', { is: 'closed' }, error);
  const { reason } = error;
  if (reason.kind === 'ssh-jump') return new SshError('connect', { is: 'jump-failed', stage: reason.stage, why: reason.why }, error);
  if (reason.kind === 'proxy') return new SshError('connect', { is: 'proxy', status: reason.status }, error);
  if (reason.kind !== 'unreachable') return new SshError('connect', { is: 'closed' }, error);
  switch (reason.why) {
    case 'name-not-found':
      return new SshError('resolve', { is: 'name-not-found' }, error);
    case 'refused':
    case 'no-route':
      return new SshError('connect', { is: reason.why }, error);
    default:
      return new SshError('connect', { is: 'closed' }, error);
  }
}
