import type { DialogName } from '#renderer/state/dialogs.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { editedObject } from '../object-facts.ts';
import { problemsNow } from './problems-now.ts';

interface Edit {
  readonly name: string;
  readonly icon: IconName;
  readonly shortcut?: string;
  readonly allowsMany: boolean;
  /** An edit like those the dialog will ask for, to learn what stands against it. */
  readonly sample: (of: NonNullable<ReturnType<typeof editedObject>>) => OperationRequest;
}

function editCommand(dialog: DialogName, { name, icon, shortcut, allowsMany, sample }: Edit): Command {
  return {
    id: `object.${dialog}`,
    group: 'properties',
    icon,
    shortcut,
    label: () => name,
    appliesTo: (targets) => targets.length > 0 && (allowsMany || targets.length === 1) && targets.every((target) => takes(target, sample)),
    blockedBy: (targets) => [...new Set(targets.flatMap((target) => reasons(target, sample)))].slice(0, 3),
    run: (targets, tools) => tools.open(dialog, targets),
  };
}

function problemsOfSample(target: Target, sample: Edit['sample']) {
  const of = editedObject(target);
  return of === undefined ? undefined : problemsNow(sample(of), target).filter(({ rule }) => rule !== 'unchanged');
}

function takes(target: Target, sample: Edit['sample']): boolean {
  return problemsOfSample(target, sample)?.every(({ rule }) => rule !== 'no-such-property') === true;
}

function reasons(target: Target, sample: Edit['sample']): readonly string[] {
  return (problemsOfSample(target, sample) ?? []).map(problemText);
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
