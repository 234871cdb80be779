import { discDriveOf, discIn } from '#shared/domain/devices/drives.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequest } from '#shared/domain/operations/device-request.ts';
import { drivesText } from '#shared/text/devices-text.ts';
import { vmSettingsText } from '#shared/text/vm-settings-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { DialogName } from '#renderer/state/dialogs.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { operationCommand } from './operation-command.ts';
import { whyNotOpen } from './reasons.ts';

function machineOf({ item }: Target): VmRef | undefined {
  return item.is === 'vm' || item.is === 'template' ? item.ref : undefined;
}

function isOneMachine(targets: readonly Target[]): boolean {
  return targets.length === 1 && targets.every((target) => machineOf(target) !== undefined);
}

interface Asking {
  readonly id: string;
  readonly dialog: DialogName;
  readonly label: string;
  readonly icon: IconName;
  /** The call it ends in. */
  readonly call: string;
}

function asking(of: Asking): Command {
  return {
    id: of.id,
    group: 'disk',
    icon: of.icon,
    label: () => of.label,
    appliesTo: isOneMachine,
    blockedBy: (targets) => targets.flatMap((target) => whyNotOpen(target, of.call)),
    run: (targets, tools) => tools.open(of.dialog, targets),
  };
}

function hasDrive(target: Target): boolean {
  const machine = machineOf(target);
  return machine !== undefined && discDriveOf(target.inventory, machine) !== undefined;
}

const changeDisc: Command = {
  id: 'vm.change-disc',
  group: 'disk',
  icon: 'disc',
  label: () => drivesText.changeDisc,
  appliesTo: (targets) => isOneMachine(targets) && targets.every(hasDrive),
  blockedBy: (targets) => targets.flatMap((target) => whyNotOpen(target, 'VBD.insert')),
  run: (targets, tools) => tools.open('change-disc', targets),
};

/** Only where there is something to take out. */
function ejection(target: Target): DeviceRequest | undefined {
  const machine = machineOf(target);
  const disc = machine === undefined ? undefined : discIn(discDriveOf(target.inventory, machine));
  return machine === undefined || disc === undefined ? undefined : { kind: 'disc.change', server: target.server.id, machine };
}

const ejectDisc = operationCommand({ id: 'vm.eject-disc', group: 'disk', icon: 'disc', isRare: true, name: drivesText.eject, requestFor: ejection });

const addDrive = operationCommand({
  id: 'vm.add-disc-drive',
  group: 'disk',
  icon: 'add',
  isRare: true,
  name: drivesText.addDrive,
  requestFor: (target) => {
    const machine = machineOf(target);
    return machine === undefined || hasDrive(target) ? undefined : { kind: 'disc.add-drive', server: target.server.id, machine };
  },
});

const settings: Command = {
  id: 'vm.settings',
  group: 'properties',
  icon: 'gear',
  shortcut: 'Alt+Enter',
  label: () => vmSettingsText.command,
  appliesTo: (targets) => targets.length > 0 && targets.every((target) => machineOf(target) !== undefined),
  blockedBy: (targets) => targets.flatMap((target) => whyNotOpen(target, 'VM.set_name_label')),
  run: (targets, tools) => tools.open('vm-settings', targets),
};

export const deviceCommands: readonly Command[] = [
  settings,
  asking({ id: 'vm.new-disk', dialog: 'new-vm-disk', label: drivesText.newDisk, icon: 'add', call: 'VDI.create' }),
  asking({ id: 'vm.attach-disk', dialog: 'attach-to-vm', label: drivesText.attachDisk, icon: 'link', call: 'VBD.create' }),
  changeDisc,
  ejectDisc,
  addDrive,
];
