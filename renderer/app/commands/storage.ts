import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { SrRequest } from '#shared/domain/operations/storage-request.ts';
import { isWithoutConnections, offersFor } from '#shared/domain/wizards/new-storage/reattach.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { operationCommand } from './operation-command.ts';

const look = { group: 'storage' } as const;

function onSr(kind: SrRequest['kind'], icon?: IconName, isRare?: boolean): Command {
  const request = (server: string, sr: RefOf<'sr'>): SrRequest => ({ kind, server, sr });
  return operationCommand({
    ...look,
    id: kind,
    icon,
    isRare,
    name: requestText(request('', '' as RefOf<'sr'>)),
    requestFor: ({ item }: Target): OperationRequest | undefined => (item.is === 'sr' ? request(item.server, item.ref) : undefined),
  });
}

/** For a pool or a lone host, and from what stands for it in the tree. */
const newStorage: Command = {
  ...look,
  id: 'storage.new',
  icon: 'add',
  label: () => storageWizardText.command,
  appliesTo: (targets) => targets.length === 1 && targets.every(({ item }) => item.is === 'pool' || item.is === 'host' || item.is === 'server'),
  blockedBy: (targets) => targets.flatMap(({ server: { state } }) => (state.is === 'live' ? [] : [storageWizardText.lost])),
  run: (targets, tools) => tools.open('new-storage', targets),
};

/** For what no host has a connection to any more, so that nobody in the pool knows where it lies. */
const attachAgain: Command = {
  ...look,
  id: 'storage.attach',
  icon: 'link',
  label: () => storageWizardText.attachCommand,
  appliesTo: (targets) =>
    targets.length === 1 && targets.every(({ item, inventory }) => item.is === 'sr' && isWithoutConnections(inventory, item.ref)),
  blockedBy: (targets) =>
    targets.flatMap(({ item, inventory, server: { state } }) => {
      if (state.is !== 'live') return [storageWizardText.lost];
      const sr = item.is === 'sr' ? inventory.sr.get(item.ref) : undefined;
      return sr === undefined || offersFor(sr, inventory).length > 0 ? [] : [storageWizardText.noDriverForIt(sr.type)];
    }),
  run: (targets, tools) => tools.open('attach-storage', targets),
};

export const storageCommands: readonly Command[] = [
  newStorage,
  attachAgain,
  onSr('sr.repair', 'wrench'),
  onSr('sr.rescan', 'refresh'),
  onSr('sr.set-default', 'ok'),
  onSr('sr.detach', 'link'),
  onSr('sr.trim', undefined, true),
  onSr('sr.forget', undefined, true),
  onSr('sr.destroy', undefined, true),
];
