import type { Command } from '#renderer/state/command.ts';
import { connectionCommands } from './connection.ts';
import { copyCommands } from './copy.ts';
import { deviceCommands } from './devices.ts';
import { diskCommands } from './disk.ts';
import { editCommands } from './edit.ts';
import { moveCommands, placeCommands } from './migrate.ts';
import { planCommands } from './plans.ts';
import { hostCommands } from './host.ts';
import { poolCommands } from './pool.ts';
import { powerCommands } from './power.ts';
import { networkCommands } from './network.ts';
import { newVmCommands } from './new-vm.ts';
import { storageCommands } from './storage.ts';
import { recoveryCommands } from './recovery.ts';
import { transferCommands } from './transfer.ts';
import { vmFileCommands } from './vm-files.ts';
import { appCommands, viewCommands } from './view.ts';

/** Everything a person can do, once: menus, palette, toolbar, shortcuts and their list all read it. */
export const allCommands: readonly Command[] = [
  ...powerCommands,
  ...placeCommands,
  ...hostCommands,
  ...moveCommands,
  ...newVmCommands,
  ...vmFileCommands,
  ...planCommands,
  ...poolCommands,
  ...storageCommands,
  ...deviceCommands,
  ...diskCommands,
  ...networkCommands,
  ...recoveryCommands,
  ...connectionCommands,
  ...copyCommands,
  ...transferCommands,
  ...editCommands,
  ...viewCommands,
  ...appCommands,
];
