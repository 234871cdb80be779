import { type CommandGroup, commandGroups } from '#shared/text/command-group.ts';
import { commandText } from '#shared/text/commands-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { MenuEntry, MenuGroup } from '#renderer/ui/menu-entry.ts';

export interface MenuSource {
  readonly commands: readonly Command[];
  readonly targets: readonly Target[];
  readonly run: (command: Command) => void;
  readonly copyXe: (command: Command) => void;
}

/** What applies to the selection, as a context menu shows it: common things first, the rest one level down. */
export function contextMenu(source: MenuSource): readonly MenuGroup[] {
  const isOfObjects = (group: CommandGroup): boolean => group !== 'view' && group !== 'app';
  return commandGroups.filter(isOfObjects).map((group) => groupOf(group, source));
}

/** Everything, a line for each group. */
export function mainMenu(source: MenuSource): readonly MenuGroup[] {
  return [
    commandGroups.flatMap((group) => {
      const entries = groupOf(group, source);
      if (entries.length === 0) return [];
      const [only] = entries;
      const groups = group === 'data' && only?.groups !== undefined ? only.groups : [entries];
      return [{ id: group, label: commandText.groups[group], groups }];
    }),
  ];
}

function groupOf(group: CommandGroup, source: MenuSource): MenuGroup {
  const { commands, targets } = source;
  const members = commands.filter((command) => command.group === group && command.appliesTo(targets));
  if (group === 'data') return members.length === 0 ? [] : [copyMenu(members, source)];
  const rare = members.filter(({ isRare }) => isRare === true).map((command) => entryOf(command, source));
  const usual = members.filter(({ isRare }) => isRare !== true).map((command) => entryOf(command, source));
  return rare.length === 0 ? usual : [...usual, { id: `${group}.more`, label: commandText.moreOf[group], icon: 'more', groups: [rare] }];
}

function entryOf(command: Command, { targets, run }: MenuSource): MenuEntry {
  const reasons = command.blockedBy(targets);
  return {
    id: command.id,
    label: command.label(targets),
    icon: command.icon,
    shortcut: command.shortcut,
    why: reasons.length === 0 ? undefined : reasons.join(' '),
    onChoose: () => run(command),
  };
}

function copyMenu(members: readonly Command[], source: MenuSource): MenuEntry {
  const { commands, targets, copyXe } = source;
  const asXe = commands
    .filter((command) => command.requests !== undefined && command.appliesTo(targets) && command.blockedBy(targets).length === 0)
    .map(
      (command): MenuEntry => ({
        id: `${command.id}.xe`,
        label: commandText.asXe(command.label(targets)),
        icon: 'copy',
        onChoose: () => copyXe(command),
      }),
    );
  return { id: 'data.copy', label: commandText.copy, icon: 'copy', groups: [members.map((command) => entryOf(command, source)), asXe] };
}
