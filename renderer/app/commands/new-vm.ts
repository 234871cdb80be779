import { newVmText } from '#shared/text/new-vm-text.ts';
import type { Command } from '#renderer/state/command.ts';

/** From whatever stands for a pool, on a host, from a template, and beside a machine. */
export const newVmCommands: readonly Command[] = [
  {
    id: 'vm.new',
    group: 'move',
    icon: 'add',
    shortcut: 'Ctrl+N',
    label: () => newVmText.command,
    appliesTo: (targets) =>
      targets.length === 1 &&
      targets.every(({ item: { is } }) => is === 'pool' || is === 'host' || is === 'server' || is === 'template' || is === 'vm'),
    blockedBy: (targets) => targets.flatMap(({ server: { state } }) => (state.is === 'live' ? [] : [newVmText.notLive])),
    run: (targets, tools) => tools.open('new-vm', targets),
  },
];
