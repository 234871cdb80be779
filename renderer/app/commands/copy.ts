import { commandText } from '#shared/text/commands-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { addressOf, nameOf, recordOf } from '../object-facts.ts';

interface Copied {
  readonly id: string;
  readonly what: string;
  readonly of: (target: Target) => string | undefined;
  readonly missing: string;
}

function copyCommand({ id, what, of, missing }: Copied): Command {
  const lines = (targets: readonly Target[]): readonly string[] => targets.flatMap((target) => of(target) ?? []).filter((line) => line !== '');
  return {
    id,
    group: 'data',
    icon: 'copy',
    label: () => what,
    appliesTo: (targets) => targets.length > 0,
    blockedBy: (targets) => (lines(targets).length > 0 ? [] : [missing]),
    run: (targets, tools) => tools.copy(lines(targets).join('\n'), what),
  };
}

export const copyCommands: readonly Command[] = [
  copyCommand({ id: 'copy.name', what: commandText.copyName, of: nameOf, missing: commandText.noAddress }),
  copyCommand({ id: 'copy.address', what: commandText.copyAddress, of: addressOf, missing: commandText.noAddress }),
  copyCommand({
    id: 'copy.uuid',
    what: commandText.copyUuid,
    of: ({ item, inventory }) => recordOf(item, inventory)?.uuid,
    missing: commandText.noAddress,
  }),
];
