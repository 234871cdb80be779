import { useState } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { startOperations } from '#renderer/state/requests.ts';
import { showToast } from '#renderer/state/ui-store.ts';

export interface Starting {
  readonly start: (requests: readonly OperationRequest[], then?: 'close' | 'stay-open') => void;
  readonly fail: (failure: Failure) => void;
  readonly failure: Failure | undefined;
}

/** Hands operations to the engine, and lets the dialog go once they are on their way. */
export function useStart(onClose: () => void): Starting {
  const client = useClient();
  const [failure, setFailure] = useState<Failure>();

  async function begin(requests: readonly OperationRequest[], then: 'close' | 'stay-open'): Promise<void> {
    const result = await startOperations(client, requests);
    if (!result.ok) return setFailure(result.failure);
    showToast({ id: 'maintenance', tone: 'info', text: maintenanceText.started });
    if (then === 'close') onClose();
  }

  return {
    start: (requests, then = 'close') => void begin(requests, then).catch((error: unknown) => reportError(error)),
    fail: setFailure,
    failure,
  };
}
