import type { Operation, OperationState, Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { nextSteps } from '#shared/domain/operations/next-steps.ts';
import type { Kept } from './kept.ts';
import type { Verb } from './verb.ts';

/** The app ended in the middle of it, and its server has not been asked yet. */
export function interrupted(operation: Operation): Operation {
  return { ...operation, state: { is: 'interrupted', left: [], next: [] }, canUndo: false };
}

/** What is left as far as the pool shows, and what can be done about that. */
export function interruptedWith(
  { kept, verb }: { readonly kept: Kept; readonly verb: Verb },
  { inventory, taken }: { readonly inventory: Inventory; readonly taken: readonly Trace[] },
): OperationState {
  const left = [...verb.left(inventory, kept.remembered()), ...(verb.unfinished?.(inventory) ?? [])];
  const next = nextOf(kept, verb, inventory);
  return { is: 'interrupted', left: [...(left.length === 0 ? [{ is: 'nothing-changed' } as const] : left), ...taken], next: [...next] };
}

function nextOf(kept: Kept, verb: Verb, inventory: Inventory): readonly Requested[] {
  const remembered = kept.remembered();
  if (verb.isReached?.(inventory, remembered) === true) return verb.rest?.(inventory, remembered) ?? [];
  const mends = verb.mends?.(inventory, remembered) ?? [];
  if (mends.length > 0) return mends;
  return [...(verb.clearing?.(inventory, remembered) ?? []), ...nextSteps(kept.operation().request, { kind: 'interrupted' })];
}
