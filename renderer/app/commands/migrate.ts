import { migrateText } from '#shared/text/commands-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { whyNoneCanMove } from './migrate-plan.ts';

/** Machines of one pool: a host of another one is no place for them. */
function areOfOnePool(targets: readonly Target[]): boolean {
  const [first] = targets;
  return first !== undefined && targets.every(({ item, server }) => item.is === 'vm' && server.id === first.server.id);
}

export const moveCommands: readonly Command[] = [
  {
    id: 'vm.migrate',
    group: 'move',
    icon: 'migrate',
    label: () => migrateText.command,
    appliesTo: areOfOnePool,
    blockedBy(targets) {
      if ((targets[0]?.inventory.host.size ?? 0) < 2) return [migrateText.onlyHost];
      return whyNoneCanMove(targets).slice(0, 3);
    },
    run: (targets, tools) => tools.open('migrate', targets),
  },
];
