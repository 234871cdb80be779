import { ConsoleError } from '#engine/console/console-error.ts';
import { NetError } from '#engine/net/net-error.ts';
import { DatabaseFileError } from '#engine/offline/database-error.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import { type Ports, VaultError } from '#engine/ports.ts';
import { KeyFileError } from '#engine/ssh/key-file-error.ts';
import { StoreError } from '#engine/store/store-error.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import { StreamStopped } from '#shared/contract/byte-stream.ts';
import type { Failure } from '#shared/contract/failure.ts';

/** Turns what was thrown into what may cross the table, once and for all rooms. No stack and no message crosses. */
export function createFailureOf({ log, random }: Pick<Ports, 'log' | 'random'>): (error: unknown) => Failure {
  return (error) => {
    if (error instanceof NetError || error instanceof PoolsError || error instanceof OperationError) return error.reason;
    const own = ownFailure(error);
    if (own !== undefined) return own;
    if (error instanceof XapiError) return xapiFailure(error);
    if (error instanceof Error && error.name === 'AbortError') return { kind: 'cancelled' };
    const incident = random.id();
    log.warn('bug', { incident, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return { kind: 'bug', incident };
  };
}

/** What the app keeps, is given or hands out as bytes. */
function ownFailure(error: unknown): Failure | undefined {
  if (error instanceof StreamStopped) return error.failure;
  if (error instanceof StoreError) return { kind: 'storage', why: error.kind, path: error.path };
  if (error instanceof DatabaseFileError) return { kind: 'database-file', why: error.why, file: error.file };
  if (error instanceof ConsoleError) return { kind: 'console', status: error.status };
  if (error instanceof KeyFileError) return { kind: 'key-file', why: error.why };
  return error instanceof VaultError ? { kind: 'vault', why: error.why } : undefined;
}

function xapiFailure(error: XapiError): Failure {
  if (error.code === 'SESSION_AUTHENTICATION_FAILED') return { kind: 'auth', user: error.parameters[0] ?? '' };
  return { kind: 'xapi', code: error.code, parameters: [...error.parameters] };
}
