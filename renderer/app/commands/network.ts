import { unpluggedWays } from '#shared/domain/networks/unplugged-ways.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { networkText } from '#shared/text/network-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { operationCommand } from './operation-command.ts';

const look = { group: 'network' } as const;

/** For a pool or a lone host, and from what stands for it in the tree. */
const newNetwork: Command = {
  ...look,
  id: 'network.new',
  icon: 'add',
  label: () => networkText.command,
  appliesTo: (targets) => targets.length === 1 && targets.every(({ item }) => item.is === 'pool' || item.is === 'host' || item.is === 'server'),
  blockedBy: (targets) => targets.flatMap(({ server: { state } }) => (state.is === 'live' ? [] : [storageWizardText.lost])),
  run: (targets, tools) => tools.open('new-network', targets),
};

const storageNetwork: Command = {
  ...look,
  id: 'network.storage',
  icon: 'sr',
  isRare: true,
  label: () => networkText.storageCommand,
  appliesTo: newNetwork.appliesTo,
  blockedBy: newNetwork.blockedBy,
  run: (targets, tools) => tools.open('storage-network', targets),
};

const addresses: Command = {
  ...look,
  id: 'network.addresses',
  icon: 'tag',
  label: () => networkText.addressesCommand,
  appliesTo: (targets) =>
    targets.length === 1 &&
    targets.every(({ item, inventory }) => item.is === 'network' && [...inventory.pif.values()].some(({ network }) => network === item.ref)),
  blockedBy: newNetwork.blockedBy,
  run: (targets, tools) => tools.open('host-addresses', targets),
};

const move: Command = {
  ...look,
  id: 'network.move-management',
  icon: 'route',
  isRare: true,
  label: () => networkText.moveCommand,
  appliesTo: (targets) => targets.length === 1 && targets.every(({ item }) => item.is === 'pool' || item.is === 'host'),
  blockedBy: newNetwork.blockedBy,
  run: (targets, tools) => tools.open('move-management', targets),
};

const settings: Command = {
  ...look,
  id: 'network.settings',
  icon: 'edit',
  label: () => networkText.settingsCommand,
  appliesTo: (targets) => targets.length === 1 && targets.every(({ item }) => item.is === 'network'),
  blockedBy: newNetwork.blockedBy,
  run: (targets, tools) => tools.open('network-settings', targets),
};

function rescan({ item }: Target): OperationRequest | undefined {
  return item.is === 'host' ? { kind: 'network.rescan', server: item.server, host: item.ref } : undefined;
}

function plugging({ item, inventory }: Target): OperationRequest | undefined {
  if (item.is !== 'network' || unpluggedWays(inventory, item.ref).length === 0) return undefined;
  return { kind: 'network.plug', server: item.server, network: item.ref };
}

function removal({ item }: Target): OperationRequest | undefined {
  return item.is === 'network' ? { kind: 'network.destroy', server: item.server, network: item.ref } : undefined;
}

export const networkCommands: readonly Command[] = [
  newNetwork,
  settings,
  storageNetwork,
  addresses,
  move,
  operationCommand({
    ...look,
    id: 'network.plug',
    icon: 'refresh',
    name: requestText({ kind: 'network.plug', server: '', network: '' as never }),
    requestFor: plugging,
  }),
  operationCommand({
    ...look,
    id: 'network.rescan',
    icon: 'refresh',
    isRare: true,
    name: requestText({ kind: 'network.rescan', server: '', host: '' as never }),
    requestFor: rescan,
  }),
  operationCommand({
    ...look,
    id: 'network.destroy',
    icon: 'trash',
    name: requestText({ kind: 'network.destroy', server: '', network: '' as never }),
    requestFor: removal,
  }),
];
