import { topItem } from '#shared/domain/tree/items.ts';
import { commandText } from '#shared/text/commands-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { operationCommand } from './operation-command.ts';

/** The object that stands for the whole connection. */
function isTop({ item, server, inventory }: Target): boolean {
  return item.is === topItem(server.id, inventory).is && (item.is === 'server' || item.is === 'pool' || item.is === 'host');
}

export const connectionCommands: readonly Command[] = [
  operationCommand({
    id: 'server.reconnect',
    group: 'open',
    icon: 'refresh',
    name: commandText.reconnect,
    requestFor: (target) => (isTop(target) && target.server.state.is !== 'live' ? { kind: 'server.reconnect', server: target.server.id } : undefined),
  }),
  {
    id: 'server.disconnect',
    group: 'open',
    icon: 'close',
    label: () => commandText.disconnect,
    appliesTo: (targets) => targets.length === 1 && targets.every(isTop),
    blockedBy: () => [],
    run: (targets, tools) => targets.forEach((target) => tools.disconnect(target)),
  },
];
