import { useState } from 'react';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { operationLine, stepText } from '#shared/text/tasks-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useOperations } from '#renderer/state/operations-store.ts';
import { startOperations } from '#renderer/state/requests.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { useNow } from '#renderer/ui/use-now.ts';

/** How far what was begun has come. */
export type Building = { readonly is: 'running'; readonly line: string } | { readonly is: 'done' | 'failed' };

/** Begins it, and follows it while the dialog stays. */
export function useBuilding(): { readonly building: Building | undefined; readonly build: (request: OperationRequest) => void } {
  const client = useClient();
  const [begun, setBegun] = useState<OperationId>();
  const operation = useOperations(({ operations }) => operations.find(({ id }) => id === begun));
  const nowMs = useNow();

  async function begin(request: OperationRequest): Promise<void> {
    const result = await startOperations(client, [request]);
    if (result.ok) setBegun(result.value.operations[0]);
    else showToast({ id: 'operation.start', tone: 'danger', text: failureText(result.failure).what });
  }

  return {
    building: operation === undefined ? undefined : buildingOf(operation, nowMs),
    build: (request) => void begin(request).catch((error: unknown) => reportError(error)),
  };
}

function buildingOf(operation: Operation, nowMs: number): Building {
  const { state, steps } = operation;
  if (state.is === 'done') return { is: 'done' };
  if (state.is !== 'running' && state.is !== 'waiting') return { is: 'failed' };
  const step = steps.find((one) => one.state === 'running');
  return { is: 'running', line: [...(step === undefined ? [] : [stepText[step.name]]), operationLine(operation, nowMs)].join('. ') };
}
