import { useEffect, useRef, useState } from 'react';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { failedTitle } from '#shared/text/tasks-text.ts';
import { type OperationsState, useOperations } from '#renderer/state/operations-store.ts';
import { showToast } from '#renderer/state/ui-store.ts';

type Operation = OperationsState['operations'][number];

/** Tells what did not happen to a VM, in a window that has no list of tasks. */
export function useFailuresTold(vm: VmRef): void {
  const operations = useOperations((state) => state.operations);
  const [sinceMs] = useState(() => Date.now());
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const operation of operations) {
      const { id, request, startedAtMs, state } = operation;
      if (state.is !== 'failed' || startedAtMs < sinceMs || !isAbout(request, vm) || told.current.has(id)) continue;
      told.current.add(id);
      showToast({ id, tone: 'danger', text: `${failedTitle(operation)}. ${failureText(state.failure).what}` });
    }
  }, [operations, sinceMs, vm]);
}

function isAbout(request: Operation['request'], vm: VmRef): boolean {
  return ('vm' in request && request.vm === vm) || ('machine' in request && request.machine === vm);
}
