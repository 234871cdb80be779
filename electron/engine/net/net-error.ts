import type { Failure, UnreachableWhy } from '#shared/contract/failure.ts';

export type NetReason = Extract<Failure, { kind: 'unreachable' | 'untrusted-certificate' | 'proxy' | 'ssh-jump' }>;

/** The one error of this room: no trustworthy connection, and why. */
export class NetError extends Error {
  override readonly name = 'NetError';
  readonly reason: NetReason;

  constructor(reason: NetReason, cause?: unknown) {
    super(`${reason.address}: ${reason.kind === 'unreachable' ? reason.why : reason.kind}`, { cause });
    this.reason = reason;
  }
}

const whyByCode: Readonly<Record<string, UnreachableWhy>> = {
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  EAI_NONAME: 'name-not-found',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  EPROTO: 'no-tls',
};

/** What a socket's error means; a code nobody listed still means that the connection is gone. */
export function netErrorOf(address: string, error: unknown): NetError {
  if (error instanceof NetError) return error;
  const code = codeOf(error);
  const why = whyByCode[code] ?? (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') ? 'no-tls' : 'closed');
  return new NetError({ kind: 'unreachable', address, why }, error);
}

function codeOf(error: unknown): string {
  // When a name has several addresses the first attempt's error stands for all.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : '';
}
