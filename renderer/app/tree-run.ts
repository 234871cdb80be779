import type { Commands, Target } from '#renderer/state/command.ts';

/** What a double click means, by the state of the object; the first command that can be run wins. */
const MEANINGS = ['server.reconnect', 'vm.start', 'vm.resume', 'vm.unpause', 'vm.new'] as const;
const OFF: readonly string[] = ['Halted', 'Suspended', 'Paused'];

export function runOn(commands: Commands, targets: readonly Target[]): boolean {
  const [target] = targets;
  if (target === undefined || !isWaiting(target)) return false;
  const command = MEANINGS.map((id) => commands.all.find((candidate) => candidate.id === id)).find(
    (candidate) => candidate !== undefined && candidate.appliesTo(targets) && candidate.blockedBy(targets).length === 0,
  );
  if (command === undefined) return false;
  commands.run(command, targets);
  return true;
}

/** A running VM is not switched by a slip of the mouse. */
function isWaiting({ item, server, inventory }: Target): boolean {
  if (item.is === 'template') return true;
  if (item.is === 'vm') return OFF.includes(inventory.vm.get(item.ref)?.power ?? '');
  return item.is !== 'group' && server.state.is !== 'live' && (item.is === 'server' || item.is === 'pool' || item.is === 'host');
}
