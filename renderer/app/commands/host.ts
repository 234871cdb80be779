import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { isInMaintenance } from '#shared/domain/rules/maintenance-facts.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { DialogName } from '#renderer/state/dialogs.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { operationCommand } from './operation-command.ts';

type HostKind = 'host.reboot' | 'host.shut-down' | 'host.power-on' | 'host.restart-toolstack';

function onHost(kind: HostKind, icon: IconName, isRare?: boolean): Command {
  const request = (server: string, host: HostRef): OperationRequest => ({ kind, server, host });
  const wantsLive = kind !== 'host.power-on';
  return operationCommand({
    id: kind,
    group: 'power',
    icon,
    isRare,
    name: requestText(request('', '' as HostRef)),
    requestFor: ({ item, inventory }) =>
      item.is === 'host' && isHostLive(inventory, item.ref) === wantsLive ? request(item.server, item.ref) : undefined,
  });
}

interface Opening {
  readonly dialog: DialogName;
  readonly name: string;
  readonly icon: IconName;
  readonly group: Command['group'];
  readonly appliesTo: (target: Target) => boolean;
}

function opening({ dialog, name, icon, group, appliesTo }: Opening): Command {
  return {
    id: `open.${dialog}`,
    group,
    icon,
    label: () => name,
    appliesTo: (targets) => targets.length === 1 && targets.every(appliesTo),
    blockedBy: (targets) => targets.flatMap(({ server: { state } }) => (state.is === 'live' ? [] : [storageWizardText.lost])).slice(0, 1),
    run: (targets, tools) => tools.open(dialog, targets),
  };
}

function isOut({ item, inventory }: Target): boolean | undefined {
  const host = item.is === 'host' ? inventory.host.get(item.ref) : undefined;
  return host === undefined ? undefined : !host.isEnabled || isInMaintenance(host);
}

export const hostCommands: readonly Command[] = [
  opening({
    dialog: 'enter-maintenance',
    name: maintenanceText.enterCommand,
    icon: 'wrench',
    group: 'power',
    appliesTo: (target) => isOut(target) === false,
  }),
  opening({
    dialog: 'exit-maintenance',
    name: maintenanceText.exitCommand,
    icon: 'play',
    group: 'power',
    appliesTo: (target) => isOut(target) === true,
  }),
  onHost('host.reboot', 'restart'),
  onHost('host.shut-down', 'power'),
  onHost('host.power-on', 'power'),
  onHost('host.restart-toolstack', 'refresh', true),
  opening({
    dialog: 'host-settings',
    name: maintenanceText.settingsCommand,
    icon: 'gear',
    group: 'properties',
    appliesTo: ({ item }) => item.is === 'host',
  }),
];
