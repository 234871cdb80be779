import type { Operation, OperationState, Trace } from '#shared/contract/calls/operation-calls.ts';
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
  const isReached = verb.isReached?.(inventory, kept.remembered()) === true;
  const again = [...(verb.clearing?.(inventory, kept.remembered()) ?? []), ...nextSteps(kept.operation().request, { kind: 'interrupted' })];
  const next = isReached ? (verb.rest?.(inventory, kept.remembered()) ?? []) : again;
  return { is: 'interrupted', left: [...(left.length === 0 ? [{ is: 'nothing-changed' } as const] : left), ...taken], next: [...next] };
}
