import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { accessStore } from '#renderer/state/access-store.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { problemsNow } from './problems-now.ts';

interface OperationCommand extends Pick<Command, 'id' | 'group' | 'icon' | 'shortcut' | 'isRare'> {
  readonly name: string;
  /** Undefined for objects of another kind. */
  readonly requestFor: (target: Target) => OperationRequest | undefined;
}

/** A command that starts one operation on each of the objects that allow it. */
export function operationCommand({ name, requestFor, ...look }: OperationCommand): Command {
  /** A menu asks the same of the same objects for its label, its reasons and its requests; there may be hundreds of them. */
  const asked = new WeakMap<readonly Target[], { readonly accounts: unknown; readonly requests: readonly OperationRequest[] }>();

  function possible(targets: readonly Target[]): readonly OperationRequest[] {
    // Nothing but the role of an account can change while the objects are the same.
    const accounts = accessStore.getState();
    const known = asked.get(targets);
    if (known?.accounts === accounts) return known.requests;
    const requests = targets.flatMap((target) => {
      const request = requestFor(target);
      return request !== undefined && problemsNow(request, target).length === 0 ? [request] : [];
    });
    asked.set(targets, { accounts, requests });
    return requests;
  }
  return {
    ...look,
    label(targets) {
      const { length } = possible(targets);
      return commandText.someOf(name, length === 0 ? targets.length : length, Math.max(1, targets.length));
    },
    appliesTo: (targets) => targets.length > 0 && targets.every((target) => requestFor(target) !== undefined),
    blockedBy: (targets) => (possible(targets).length > 0 ? [] : sentences(targets, requestFor)),
    run: (targets, tools) => tools.start(possible(targets)),
    requests: possible,
  };
}

/** Each reason once, however many objects have it. */
function sentences(targets: readonly Target[], requestFor: OperationCommand['requestFor']): readonly string[] {
  const all = targets.flatMap((target) => {
    const request = requestFor(target);
    return request === undefined ? [] : problemsNow(request, target).map(problemText);
  });
  return [...new Set(all)].slice(0, 3);
}
