import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import { movingText, strandedText } from '#shared/text/moving-text.ts';
import { placeText } from '#shared/text/place-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';

type HostTarget = Target & { readonly item: Extract<Target['item'], { is: 'host' }> };

function hostOf(targets: readonly Target[]): HostTarget | undefined {
  const [target] = targets;
  return targets.length === 1 && target?.item.is === 'host' ? { ...target, item: target.item } : undefined;
}

function hasResidents({ inventory, item }: HostTarget): boolean {
  return [...inventory.vm.values()].some((vm) => vm.residentOn === item.ref && !vm.isControlDomain);
}

const emptyHost: Command = {
  id: 'host.empty',
  group: 'move',
  icon: 'migrate',
  label: () => movingText.empty.command,
  appliesTo(targets) {
    const host = hostOf(targets);
    return host !== undefined && isHostLive(host.inventory, host.item.ref);
  },
  blockedBy(targets) {
    const host = hostOf(targets);
    if (host === undefined) return [];
    if (host.inventory.host.size < 2) return [placeText.onlyHost];
    return hasResidents(host) ? [] : [movingText.nothing];
  },
  run: (targets, tools) => tools.open('empty-host', targets),
};

const spread: Command = {
  id: 'vm.spread',
  group: 'move',
  icon: 'migrate',
  label: () => movingText.spread.command,
  appliesTo: (targets) => targets.length > 1 && targets.every(({ item, server }) => item.is === 'vm' && server.id === targets[0]?.server.id),
  blockedBy: ([target]) => ((target?.inventory.host.size ?? 0) < 2 ? [placeText.onlyHost] : []),
  run: (targets, tools) => tools.open('spread-vms', targets),
};

const recoverVms: Command = {
  id: 'host.recover-vms',
  group: 'power',
  icon: 'wrench',
  label: () => strandedText.command,
  appliesTo: (targets) => hostOf(targets) !== undefined,
  blockedBy(targets) {
    const host = hostOf(targets);
    if (host === undefined) return [];
    if (isHostLive(host.inventory, host.item.ref)) return [strandedText.isLive];
    return hasResidents(host) ? [] : [strandedText.nothing];
  },
  run: (targets, tools) => tools.open('recover-vms', targets),
};

/** The lost host that the pool still has the machine on. */
function lostHostOf({ inventory, item }: Target): HostRef | undefined {
  const on = item.is === 'vm' ? (inventory.vm.get(item.ref)?.residentOn ?? undefined) : undefined;
  return on === undefined || isHostLive(inventory, on) ? undefined : on;
}

const recoverThese: Command = {
  id: 'vm.recover',
  group: 'power',
  icon: 'wrench',
  label: () => strandedText.vmCommand,
  appliesTo: (targets) => targets.length > 0 && targets.every((target) => lostHostOf(target) !== undefined),
  blockedBy: (targets) => (new Set(targets.map(lostHostOf)).size > 1 ? [strandedText.manyHosts] : []),
  run: (targets, tools) => tools.open('recover-vms', targets),
};

export const planCommands: readonly Command[] = [emptyHost, spread, recoverVms, recoverThese];
