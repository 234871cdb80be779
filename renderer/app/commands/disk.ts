import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { drivesOf } from '#shared/domain/storage/drives-of.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { diskCommandText, disksText } from '#shared/text/disks-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { DialogName } from '#renderer/state/dialogs.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { type DiskDialog, whyNoDialog } from './disk-dialogs.ts';
import { operationCommand } from './operation-command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';

const look = { group: 'disk' } as const;

function areDisks(targets: readonly Target[]): boolean {
  return targets.length > 0 && targets.every(({ item }) => item.is === 'vdi');
}

/** Opens a dialog that asks where to, or how large. */
function asking(id: DiskDialog, of: { readonly label: string; readonly icon?: IconName; readonly isForOne?: boolean }): Command {
  const dialog: DialogName = id;
  return {
    ...look,
    id: `disk.${id.replace('-disk', '')}`,
    icon: of.icon,
    label: (targets) => (targets.length > 1 ? commandText.someOf(of.label, targets.length, targets.length) : of.label),
    appliesTo: (targets) => areDisks(targets) && (of.isForOne !== true || targets.length === 1),
    blockedBy: (targets) => whyNoDialog(id, targets),
    run: (targets, tools) => tools.open(dialog, targets),
  };
}

const newDisk: Command = {
  ...look,
  id: 'disk.new',
  icon: 'add',
  label: () => disksText.newDisk,
  appliesTo: (targets) => targets.length === 1 && targets.every(({ item }) => item.is === 'sr'),
  blockedBy: (targets) => whyNoDialog('new-disk', targets),
  run: (targets, tools) => tools.open('new-disk', targets),
};

/** From every machine that has it. */
function detachRequests({ item, inventory }: Target): readonly OperationRequest[] {
  if (item.is !== 'vdi') return [];
  const drives = drivesOf(inventory, item.ref).filter(({ vm }) => vm !== null && inventory.vm.get(vm)?.isSnapshot === false);
  return drives.map(({ ref: drive }) => ({ kind: 'disk.detach', server: item.server, drive }));
}

function possibleDetaches(targets: readonly Target[]): readonly OperationRequest[] {
  return targets.flatMap((target) => detachRequests(target).filter((request) => problemsNow(request, target).length === 0));
}

const detach: Command = {
  ...look,
  id: 'disk.detach',
  icon: 'link',
  label: ({ length }) => commandText.someOf(diskLabels.detach, Math.max(1, length), Math.max(1, length)),
  appliesTo: areDisks,
  blockedBy(targets) {
    if (possibleDetaches(targets).length > 0) return [];
    const reasons = targets.flatMap((target) => detachRequests(target).flatMap((request) => problemsNow(request, target).map(problemText)));
    return reasons.length === 0 ? [diskCommandText.noDrive] : [...new Set(reasons)].slice(0, 3);
  },
  run: (targets, tools) => tools.start(possibleDetaches(targets)),
  requests: possibleDetaches,
};

const none = { server: '', disk: '' as never };

const diskLabels = {
  detach: requestText({ kind: 'disk.detach', server: '', drive: '' as never }),
  delete: requestText({ kind: 'disk.delete', ...none }),
  track: requestText({ kind: 'disk.track-changes', isOn: true, ...none }),
  untrack: requestText({ kind: 'disk.track-changes', isOn: false, ...none }),
} as const;

function tracking(isOn: boolean): Command {
  return operationCommand({
    ...look,
    id: isOn ? 'disk.track' : 'disk.untrack',
    isRare: true,
    name: isOn ? diskLabels.track : diskLabels.untrack,
    requestFor: ({ item }) => (item.is === 'vdi' ? { kind: 'disk.track-changes', server: item.server, disk: item.ref, isOn } : undefined),
  });
}

export const diskCommands: readonly Command[] = [
  newDisk,
  asking('resize-disk', { label: diskCommandText.resize, isForOne: true }),
  asking('move-disk', { label: diskCommandText.move, icon: 'migrate' }),
  asking('copy-disk', { label: diskCommandText.copy, icon: 'copy' }),
  asking('attach-disk', { label: diskCommandText.attach }),
  detach,
  operationCommand({
    ...look,
    id: 'disk.delete',
    icon: 'trash',
    name: diskLabels.delete,
    requestFor: ({ item }) => (item.is === 'vdi' ? { kind: 'disk.delete', server: item.server, disk: item.ref } : undefined),
  }),
  tracking(true),
  tracking(false),
];
