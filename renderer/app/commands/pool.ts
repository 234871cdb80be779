import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { joinText } from '#shared/text/join-text.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { poolSettingsText } from '#shared/text/pool-settings-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import type { DialogName } from '#renderer/state/dialogs.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { operationCommand } from './operation-command.ts';

const group = 'pool' as const;

/** What stands for a whole connection. */
function isAlone({ inventory }: Target): boolean {
  return inventory.host.size === 1;
}

function isPool({ item, inventory }: Target): boolean {
  return item.is === 'pool' || (item.is === 'host' && inventory.host.size > 1);
}

interface Opening {
  readonly group?: Command['group'];
  readonly id: string;
  readonly dialog: DialogName;
  readonly name: string;
  readonly icon: IconName;
  readonly appliesTo: (targets: readonly Target[]) => boolean;
}

function opening({ id, dialog, name, icon, appliesTo, group: where = group }: Opening): Command {
  return {
    id,
    group: where,
    icon,
    label: () => name,
    appliesTo,
    blockedBy: (targets) => targets.flatMap(({ server: { state } }) => (state.is === 'live' ? [] : [storageWizardText.lost])).slice(0, 1),
    run: (targets, tools) => tools.open(dialog, targets),
  };
}

function onMember(kind: 'pool.eject' | 'pool.designate-master', icon: IconName): Command {
  const request = (server: string, host: HostRef): OperationRequest => ({ kind, server, host });
  return operationCommand({
    id: kind,
    group,
    icon,
    name: requestText(request('', '' as HostRef)),
    requestFor: (target) => (target.item.is === 'host' && target.inventory.host.size > 1 ? request(target.item.server, target.item.ref) : undefined),
  });
}

function onWhole(kind: 'pool.recover-members' | 'pool.verify-tls', icon: IconName): Command {
  return operationCommand({
    id: kind,
    group,
    icon,
    isRare: true,
    name: requestText({ kind, server: '' }),
    requestFor: (target) =>
      target.item.is === 'pool' && onlyPool(target.inventory) !== undefined ? { kind, server: target.item.server } : undefined,
  });
}

export const poolCommands: readonly Command[] = [
  opening({
    id: 'pool.add-hosts',
    dialog: 'join-pool',
    name: joinText.command,
    icon: 'add',
    appliesTo: (targets) => targets.length === 1 && targets.every(isPool),
  }),
  opening({
    id: 'pool.new',
    dialog: 'new-pool',
    name: joinText.createCommand,
    icon: 'pool',
    appliesTo: (targets) => targets.length > 0 && targets.every((target) => target.item.is === 'host' && isAlone(target)),
  }),
  opening({
    id: 'open.roll',
    dialog: 'roll',
    name: maintenanceText.rollCommand,
    icon: 'restart',
    appliesTo: (targets) => targets.length === 1 && targets.every(({ item, inventory }) => item.is === 'pool' && inventory.host.size > 1),
  }),
  onMember('pool.designate-master', 'crown'),
  onMember('pool.eject', 'trash'),
  opening({
    id: 'open.pool-settings',
    group: 'properties',
    dialog: 'pool-settings',
    name: poolSettingsText.command,
    icon: 'gear',
    appliesTo: (targets) => targets.length === 1 && targets.every(({ item, inventory }) => item.is === 'pool' && onlyPool(inventory) !== undefined),
  }),
  onWhole('pool.recover-members', 'link'),
  onWhole('pool.verify-tls', 'shield'),
];
