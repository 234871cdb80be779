import { useState } from 'react';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Input } from '#shared/contract/calls.ts';
import { isSameValue } from '#shared/domain/operations/property.ts';
import type { EditableClass } from '#shared/domain/operations/request.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useOperations } from '#renderer/state/operations-store.ts';

/** A request as it goes over the table. */
export type EditRequested = Extract<Input<'operation.start'>['requests'][number], { class: EditableClass }>;
export type EditValue = string | readonly string[];

export interface Edit<V extends EditValue> {
  /** `saved` lasts until the next edit; the value itself changes when the server says so. */
  readonly is: 'closed' | 'open' | 'saving' | 'failed' | 'saved';
  readonly draft: V;
  /** What was read before typing began is not what is there now. */
  readonly isOvertaken: boolean;
  readonly failure: Failure | undefined;
  readonly canUndo: boolean;
  open(): void;
  type(draft: V): void;
  save(): void;
  /** Saves over what somebody else has written meanwhile. */
  overwrite(): void;
  cancel(): void;
  undo(): void;
}

interface Draft<V> {
  readonly value: V;
  readonly was: V;
}

/** Editing one property in place: nothing is shown as done before the operation is. */
export function useEdit<V extends EditValue>(current: V, requestOf: (value: V, was: V) => EditRequested): Edit<V> {
  const client = useClient();
  const [draft, setDraft] = useState<Draft<V>>();
  const [batch, setBatch] = useState<string>();
  const [refusal, setRefusal] = useState<Failure>();
  const operation = useOperations((state) => (batch === undefined ? undefined : state.operations.find((candidate) => candidate.batch === batch)));
  const is = phaseOf({ isOpen: draft !== undefined, isSent: batch !== undefined, refusal, operation });

  function forget(): void {
    setBatch(undefined);
    setRefusal(undefined);
  }

  function send(edited: Draft<V>): void {
    const id = crypto.randomUUID();
    setRefusal(undefined);
    setBatch(id);
    client.call('operation.start', { id, requests: [requestOf(edited.value, edited.was)] }).then(
      (result) => !result.ok && setRefusal(result.failure),
      (error: unknown) => reportError(error),
    );
  }

  return {
    is,
    draft: draft?.value ?? current,
    isOvertaken: draft !== undefined && (is === 'open' || is === 'failed') && !isSameValue(draft.was, current),
    failure: refusal ?? failureOf(operation),
    canUndo: is === 'saved' && operation?.canUndo === true,
    open() {
      forget();
      setDraft({ value: current, was: current });
    },
    type(value) {
      forget();
      setDraft({ value, was: draft?.was ?? current });
    },
    save: () => draft !== undefined && send(draft),
    overwrite() {
      if (draft === undefined) return;
      const mine = { value: draft.value, was: current };
      setDraft(mine);
      send(mine);
    },
    cancel() {
      forget();
      setDraft(undefined);
    },
    undo() {
      if (operation === undefined) return;
      client.call('operation.undo', { operation: operation.id }).catch((error: unknown) => reportError(error));
      forget();
      setDraft(undefined);
    },
  };
}

interface Seen {
  readonly isOpen: boolean;
  readonly isSent: boolean;
  readonly refusal: Failure | undefined;
  readonly operation: Operation | undefined;
}

function phaseOf({ isOpen, isSent, refusal, operation }: Seen): Edit<string>['is'] {
  if (refusal !== undefined) return 'failed';
  if (!isSent) return isOpen ? 'open' : 'closed';
  switch (operation?.state.is) {
    case 'done':
      return 'saved';
    case 'failed':
    case 'cancelled':
    case 'interrupted':
      return 'failed';
    default:
      return 'saving';
  }
}

function failureOf(operation: Operation | undefined): Failure | undefined {
  const state = operation?.state;
  if (state?.is === 'failed') return state.failure;
  return state?.is === 'cancelled' || state?.is === 'interrupted' ? { kind: 'cancelled' } : undefined;
}
