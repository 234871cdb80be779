import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';

/** Every change to a pool, from being asked for to its end, and what is remembered of those that ended. */
export interface Operations {
  list(): readonly Operation[];
  /** The same batch id again answers with the operations it made the first time. */
  start(batch: string, requests: readonly OperationRequest[]): Promise<readonly OperationId[]>;
  preview(requests: readonly OperationRequest[]): Output<'operation.preview'>['previews'];
  cancel(operation: OperationId): Promise<void>;
  undo(operation: OperationId): Promise<readonly OperationId[]>;
  /** Only what has ended. */
  forget(operations: readonly OperationId[]): Promise<void>;
}

export function createOperations(): Operations {
  const gone = (): never => {
    throw new PoolsError({ kind: 'gone' });
  };
  return { list: () => [], start: gone, preview: gone, cancel: gone, undo: gone, forget: gone };
}
