import { useState } from 'react';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import { operationLine, stepText } from '#shared/text/tasks-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { type Building, StorageNetworkDialog, type StorageNetworkDialogProps } from '#renderer/features/network/StorageNetworkDialog.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { useOperations } from '#renderer/state/operations-store.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startOperations } from '#renderer/state/requests.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { closeDialog, type OpenDialog, openDialog, showToast } from '#renderer/state/ui-store.ts';
import { useNow } from '#renderer/ui/use-now.ts';

export function StorageNetwork({ items }: Pick<OpenDialog, 'items'>) {
  const client = useClient();
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [begun, setBegun] = useState<OperationId>();
  const operation = useOperations(({ operations }) => operations.find(({ id }) => id === begun));
  const nowMs = useNow();
  const [target] = targetsOf(items, { servers, inventories });
  if (target === undefined) return null;

  async function build(request: Parameters<StorageNetworkDialogProps['onBuild']>[0]): Promise<void> {
    const result = await startOperations(client, [request]);
    if (result.ok) setBegun(result.value.operations[0]);
    else showToast({ id: 'operation.start', tone: 'danger', text: failureText(result.failure).what });
  }

  return (
    <StorageNetworkDialog
      target={target}
      building={operation === undefined ? undefined : buildingOf(operation, nowMs)}
      problemsOf={(request) => problemsNow(request, target)}
      onCopyXe={(request) => copyXe(client, [request])}
      onBuild={(request) => void build(request).catch((error: unknown) => reportError(error))}
      onNext={() => openDialog('new-storage', items)}
      onClose={closeDialog}
    />
  );
}

function buildingOf(operation: Operation, nowMs: number): Building {
  const { state, steps } = operation;
  if (state.is === 'done') return { is: 'done' };
  if (state.is !== 'running' && state.is !== 'waiting') return { is: 'failed' };
  const step = steps.find((one) => one.state === 'running');
  return { is: 'running', line: [...(step === undefined ? [] : [stepText[step.name]]), operationLine(operation, nowMs)].join('. ') };
}
