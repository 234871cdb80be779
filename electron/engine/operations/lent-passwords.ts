import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import { dropSecret } from '#engine/xapi/pool-secret.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { Operation, OperationState, Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { driverTerms, secretsIn } from '#shared/domain/storage/driver-terms.ts';
import type { Doing } from './verb.ts';

/** Passwords a pool keeps for one operation alone, by their UUIDs: however it ends, they go with it. */
function passwordsOf(request: Requested): readonly string[] {
  if (request.kind === 'host.join-directory') return [request.secret];
  return 'source' in request ? secretsIn(driverTerms(request.source).deviceConfig) : [];
}

/** Does the work and has the pool forget what it was lent for that, whatever came of it. */
export async function lending(doing: Doing, request: Requested, work: (doing: Doing) => Promise<void>): Promise<void> {
  const passwords = passwordsOf(request);
  if (passwords.length === 0) return await work(doing);
  const on = { pool: doing.pool, signal: doing.closing };
  doing.onUndo({
    async undo() {
      await dropPasswords(passwords, on);
      return { is: 'password-gone' };
    },
    otherwise: { is: 'password-left' },
  });
  await work(doing);
  try {
    await dropPasswords(passwords, on);
  } catch (error) {
    doing.closing.throwIfAborted();
    // What was asked for is there; nobody is helped by taking it away again for this.
    doing.remark({ is: 'password-left', error });
  }
}

interface On<P = PoolHandle> {
  readonly pool: P;
  readonly signal: AbortSignal;
}

async function dropPasswords(passwords: readonly string[], { pool, signal }: On): Promise<void> {
  for (const uuid of passwords) await pool.ask({ safe: true, signal }, async (session) => await dropSecret(session, uuid));
}

/** For an operation that does not get as far as doing anything, or that nobody carries on: what has become of its passwords. */
export async function takeBack(request: Requested, { pool, signal }: On<PoolHandle | undefined>): Promise<Taken> {
  const passwords = passwordsOf(request);
  if (passwords.length === 0) return { undone: [], left: [] };
  // Who is told that nothing can be done now does not wait for the pool to come back.
  if (pool?.state().is !== 'live') return { undone: [], left: [{ is: 'password-left' }] };
  try {
    await dropPasswords(passwords, { pool, signal });
    return { undone: [{ is: 'password-gone' }], left: [] };
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    return { undone: [], left: [{ is: 'password-left' }] };
  }
}

interface Taken {
  readonly undone: Trace[];
  readonly left: Trace[];
}

/** It has ended, and said that the pool still keeps a password that nothing uses. */
export function owesPasswords({ state }: Operation): boolean {
  if (state.is === 'done') return state.remarks?.some(({ is }) => is === 'password-left') === true;
  return (state.is === 'failed' || state.is === 'cancelled') && state.left.some(isLeft);
}

/** The same without the debt. */
export function withoutDebt(state: OperationState): OperationState {
  switch (state.is) {
    case 'done': {
      const remarks = (state.remarks ?? []).filter(({ is }) => is !== 'password-left');
      return remarks.length === 0 ? { is: 'done' } : { ...state, remarks };
    }
    case 'failed':
    case 'cancelled':
      return { ...state, undone: [...state.undone, { is: 'password-gone' }], left: state.left.filter((trace) => !isLeft(trace)) };
    default:
      return state;
  }
}

const isLeft = ({ is }: Trace): boolean => is === 'password-left';
