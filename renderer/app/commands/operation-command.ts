import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { accessStore } from '#renderer/state/access-store.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { reasonsOf } from './reasons.ts';

interface OperationCommand extends Pick<Command, 'id' | 'group' | 'icon' | 'shortcut' | 'isRare'> {
  readonly name: string;
  /** Undefined for objects of another kind. */
  readonly requestFor: (target: Target) => OperationRequest | undefined;
}

/** What becomes of a command for some objects. */
interface Answer {
  readonly accounts: unknown;
  readonly requests: readonly OperationRequest[];
  /** What stands against each of the others, by object. */
  readonly refused: readonly (readonly Problem[])[];
}

/** A command that starts one operation on each of the objects that allow it. */
export function operationCommand({ name, requestFor, ...look }: OperationCommand): Command {
  /** A menu asks the same of the same objects for its label, its reasons and its requests; there may be hundreds of them. */
  const asked = new WeakMap<readonly Target[], Answer>();

  function answerFor(targets: readonly Target[]): Answer {
    // Nothing but the role of an account can change while the objects are the same.
    const accounts = accessStore.getState();
    const known = asked.get(targets);
    if (known?.accounts === accounts) return known;
    const requests: OperationRequest[] = [];
    const refused: (readonly Problem[])[] = [];
    for (const target of targets) {
      const request = requestFor(target);
      if (request === undefined) continue;
      const problems = problemsNow(request, target);
      if (problems.length === 0) requests.push(request);
      else refused.push(problems);
    }
    const answer = { accounts, requests, refused };
    asked.set(targets, answer);
    return answer;
  }

  return {
    ...look,
    label(targets) {
      const { length } = answerFor(targets).requests;
      return commandText.someOf(name, length === 0 ? targets.length : length, Math.max(1, targets.length));
    },
    appliesTo: (targets) => targets.length > 0 && targets.every((target) => requestFor(target) !== undefined),
    blockedBy(targets) {
      const { requests, refused } = answerFor(targets);
      return requests.length > 0 ? [] : reasonsOf(refused);
    },
    run: (targets, tools) => tools.start(answerFor(targets).requests),
    requests: (targets) => answerFor(targets).requests,
  };
}
