import type { Placing } from '#shared/domain/rules/target-hosts.ts';
import { placeText } from '#shared/text/place-text.ts';
import { snapshotsText } from '#shared/text/snapshots-text.ts';
import { copyVmText, deleteText } from '#shared/text/vm-actions-text.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { DialogName } from '#renderer/state/dialogs.ts';
import { diskItemsOf } from '#renderer/state/disk-items.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { isTiedByStorage } from '#shared/domain/rules/target-hosts.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { otherPools } from '#renderer/state/receivers.ts';
import { reasonsOf } from './reasons.ts';

/** Machines of one pool: a host of another one is no place for them. */
function areOfOnePool(targets: readonly Target[]): boolean {
  const [first] = targets;
  return first !== undefined && targets.every(({ item, server }) => item.is === 'vm' && server.id === first.server.id);
}

interface PlaceCommand extends Pick<Command, 'id' | 'group' | 'icon' | 'isRare'> {
  readonly kind: Placing;
  readonly dialog: DialogName;
}

/** Nothing as soon as one of them can: nobody needs to weigh hundreds to know that. */
function whyNone(targets: readonly Target[], problemsOf: (target: Target) => readonly Problem[]): readonly string[] {
  const refused: (readonly Problem[])[] = [];
  for (const target of targets) {
    const problems = problemsOf(target);
    if (problems.length === 0) return [];
    refused.push(problems);
  }
  return reasonsOf(refused);
}

/** Where a machine is to start the pool knows at once; where it may move has to be asked of each host. */
function whyNowhere(kind: Placing, target: Target): readonly Problem[] {
  const { item, inventory, server } = target;
  if (item.is !== 'vm') return [];
  if (kind !== 'vm.migrate') return problemsNow({ kind, server: server.id, vm: item.ref }, target);
  const all: Problem[] = [];
  for (const host of inventory.host.keys()) {
    const problems = problemsNow({ kind, server: server.id, vm: item.ref, host }, target);
    if (problems.length === 0) return [];
    all.push(...problems);
  }
  // The dialog says what to do about that.
  return isTiedByStorage([all]) ? [] : all;
}

function placeCommand({ kind, dialog, ...look }: PlaceCommand): Command {
  return {
    ...look,
    label: () => placeText[kind].command,
    appliesTo: areOfOnePool,
    blockedBy(targets) {
      if (kind === 'vm.migrate' && (targets[0]?.inventory.host.size ?? 0) < 2) return [placeText.onlyHost];
      return whyNone(targets, (target) => whyNowhere(kind, target));
    },
    run: (targets, tools) => tools.open(dialog, targets),
  };
}

/** What stands against its leaving wherever it goes: where to is asked in the dialog. */
function whyNotMoved(target: Target): readonly Problem[] {
  const { item, server } = target;
  if (item.is !== 'vm') return [];
  const into = { server: server.id, cards: [], isCopy: false };
  return problemsNow({ kind: 'vm.relocate', server: server.id, vm: item.ref, host: '' as HostRef, disks: [], into }, target);
}

/** Machines with their disks, also to another pool. */
const relocate: Command = {
  id: 'vm.relocate',
  group: 'move',
  icon: 'migrate',
  label: () => relocationText.command,
  appliesTo: areOfOnePool,
  blockedBy(targets) {
    const [first] = targets;
    if (first === undefined) return [];
    if (first.inventory.host.size < 2 && otherPools(first.server.id).length === 0) return [relocationText.nowhere];
    return whyNone(targets, whyNotMoved);
  },
  run: (targets, tools) => tools.open('relocate', targets),
};

/** All of their disks at once; each is a move of its own, and machines that run go on meanwhile. */
const moveDisks: Command = {
  id: 'vm.move-disks',
  group: 'move',
  icon: 'sr',
  label: () => placeText.moveDisks,
  appliesTo: areOfOnePool,
  blockedBy: (targets) => (targets.some((target) => diskItemsOf(target).length > 0) ? [] : [placeText.noDisks]),
  run: (targets, tools) =>
    tools.open(
      'move-disk',
      targets.flatMap((target) => diskItemsOf(target).map((item) => ({ ...target, item }))),
    ),
};

function isMachineOrTemplate({ item }: Target): boolean {
  return item.is === 'vm' || item.is === 'template';
}

const copyVm: Command = {
  id: 'vm.copy',
  group: 'move',
  icon: 'copy',
  label: () => copyVmText.command,
  appliesTo: (targets) => targets.length === 1 && targets.every(isMachineOrTemplate),
  blockedBy: ([target]) => {
    if (target?.item.is !== 'vm' && target?.item.is !== 'template') return [];
    return reasonsOf([problemsNow({ kind: 'vm.copy', server: target.server.id, vm: target.item.ref, name: copyVmText.suggested('') }, target)]);
  },
  run: (targets, tools) => tools.open('vm-copy', targets),
};

const snapshotVm: Command = {
  id: 'vm.snapshot',
  group: 'move',
  icon: 'camera',
  label: () => snapshotsText.takeCommand,
  appliesTo: (targets) => targets.length === 1 && areOfOnePool(targets),
  blockedBy: ([target]) => {
    if (target?.item.is !== 'vm') return [];
    const how = { name: snapshotsText.tab, description: '', keeps: 'disks' } as const;
    return reasonsOf([problemsNow({ kind: 'vm.snapshot', server: target.server.id, vm: target.item.ref, ...how }, target)]);
  },
  run: (targets, tools) => tools.open('vm-snapshot', targets),
};

const deleteVm: Command = {
  id: 'vm.delete',
  group: 'move',
  icon: 'trash',
  label: () => deleteText.command,
  appliesTo: (targets) => targets.length > 0 && targets.every(isMachineOrTemplate),
  blockedBy: (targets) =>
    whyNone(targets, (target) =>
      target.item.is === 'vm' || target.item.is === 'template'
        ? problemsNow({ kind: 'vm.delete', server: target.server.id, vm: target.item.ref, disks: [], snapshots: [] }, target)
        : [],
    ),
  run: (targets, tools) => tools.open('vm-delete', targets),
};

export const placeCommands: readonly Command[] = [
  placeCommand({ id: 'vm.start-on', group: 'power', icon: 'play', isRare: true, kind: 'vm.start', dialog: 'start-on' }),
  placeCommand({ id: 'vm.resume-on', group: 'power', icon: 'play', isRare: true, kind: 'vm.resume', dialog: 'resume-on' }),
];

export const moveCommands: readonly Command[] = [
  placeCommand({ id: 'vm.migrate', group: 'move', icon: 'migrate', kind: 'vm.migrate', dialog: 'migrate' }),
  relocate,
  moveDisks,
  copyVm,
  snapshotVm,
  deleteVm,
];
