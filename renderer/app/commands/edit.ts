import type { DialogName } from '#renderer/state/dialogs.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { accessStore } from '#renderer/state/access-store.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { editedObject } from '../object-facts.ts';
import { reasonsOf } from './reasons.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';

interface Edit {
  readonly name: string;
  readonly icon: IconName;
  readonly shortcut?: string;
  readonly allowsMany: boolean;
  /** An edit like those the dialog will ask for, to learn what stands against it. */
  readonly sample: (of: NonNullable<ReturnType<typeof editedObject>>) => OperationRequest;
}

function editCommand(dialog: DialogName, { name, icon, shortcut, allowsMany, sample }: Edit): Command {
  /** Asked twice for each menu, of what may be hundreds of objects. */
  const asked = new WeakMap<readonly Target[], Answer>();

  function answerFor(targets: readonly Target[]): Answer {
    const accounts = accessStore.getState();
    const known = asked.get(targets);
    if (known?.accounts === accounts) return known;
    const problems = targets.map((target) => problemsOfSample(target, sample));
    const answer = {
      accounts,
      isForAll: problems.every((found) => found?.every(({ rule }) => rule !== 'no-such-property') === true),
      refused: problems.flatMap((found) => (found === undefined || found.length === 0 ? [] : [found])),
    };
    asked.set(targets, answer);
    return answer;
  }

  return {
    id: `object.${dialog}`,
    group: 'properties',
    icon,
    shortcut,
    label: () => name,
    appliesTo: (targets) => targets.length > 0 && (allowsMany || targets.length === 1) && answerFor(targets).isForAll,
    blockedBy: (targets) => reasonsOf(answerFor(targets).refused),
    run: (targets, tools) => tools.open(dialog, targets),
  };
}

interface Answer {
  readonly accounts: unknown;
  readonly isForAll: boolean;
  /** What stands against each of those that cannot be edited now. */
  readonly refused: readonly (readonly Problem[])[];
}

function problemsOfSample(target: Target, sample: Edit['sample']): readonly Problem[] | undefined {
  const of = editedObject(target);
  return of === undefined ? undefined : problemsNow(sample(of), target).filter(({ rule }) => rule !== 'unchanged');
}

const another = '\u2026';

export const editCommands: readonly Command[] = [
  editCommand('rename', {
    name: commandText.rename,
    icon: 'edit',
    shortcut: 'F2',
    allowsMany: false,
    sample: (of) => ({ kind: 'object.rename', ...of, value: another }),
  }),
  editCommand('describe', {
    name: commandText.describe,
    icon: 'template',
    allowsMany: false,
    sample: (of) => ({ kind: 'object.describe', ...of, value: another }),
  }),
  editCommand('tags', {
    name: commandText.tags,
    icon: 'tag',
    allowsMany: true,
    sample: (of) => ({ kind: 'object.set-tags', ...of, value: [another] }),
  }),
  editCommand('folder', {
    name: commandText.folder,
    icon: 'folder',
    allowsMany: true,
    sample: (of) => ({ kind: 'object.set-folder', ...of, value: `/${another}` }),
  }),
];
