import type { Failure } from '#shared/contract/failure.ts';

/** What this room refuses or finds by itself. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly reason: Extract<Failure, { kind: 'precheck' | 'changed-meanwhile' | 'not-confirmed' | 'no-undo' | 'gone' | 'command' | 'still-found' }>;

  constructor(reason: OperationError['reason']) {
    super(reason.kind);
    this.reason = reason;
  }
}

/** Thrown through an operation that was cancelled, at the point where it could stop. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  /** What it has found out about what stays. */
  readonly mayGoOn: boolean;

  constructor(mayGoOn: boolean) {
    super('cancelled');
    this.mayGoOn = mayGoOn;
  }
}
