import type { OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/kernel/result.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { showToast } from '#renderer/state/ui-store.ts';

interface OperationCalls {
  cancel(operation: OperationId): void;
  undo(operation: OperationId): void;
  forget(operations: readonly OperationId[]): void;
}

/** What came of it shows in the list; what was refused is said. */
export function useOperationCalls(): OperationCalls {
  const client = useClient();
  return {
    cancel: (operation) => tell(client.call('operation.cancel', { operation })),
    undo: (operation) => tell(client.call('operation.undo', { operation })),
    forget: (operations) => tell(client.call('operation.forget', { operations: [...operations] })),
  };
}

function tell(call: Promise<Result<unknown, Failure>>): void {
  call.then(
    (result) => {
      if (!result.ok) showToast({ id: 'operation-call', tone: 'danger', text: failureText(result.failure).what });
    },
    (error: unknown) => reportError(error),
  );
}
