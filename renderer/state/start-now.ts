import type { Client } from '#shared/contract/client.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { startOperations } from './requests.ts';
import { showToast } from './ui-store.ts';

/** Without a question. How each of them goes is told by the operations themselves; here only what could not even begin. */
export function startNow(client: Client, requests: readonly OperationRequest[]): void {
  startOperations(client, requests).then(
    (result) => {
      if (!result.ok) showToast({ id: 'operation.start', tone: 'danger', text: failureText(result.failure).what });
    },
    (error: unknown) => reportError(error),
  );
}
