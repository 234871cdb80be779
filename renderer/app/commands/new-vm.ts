import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { firstNewVm } from '#shared/domain/wizards/new-vm/defaults.ts';
import { newVmRequest } from '#shared/domain/wizards/new-vm/request.ts';
import { newVmText } from '#shared/text/new-vm-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { operationCommand } from './operation-command.ts';
import { whyNotOpen } from './reasons.ts';

const STARTS_FROM: ReadonlySet<string> = new Set(['pool', 'host', 'server', 'template', 'vm']);

/** From whatever stands for a pool, on a host, from a template, and beside a machine. */
const newVm: Command = {
  id: 'vm.new',
  group: 'move',
  icon: 'add',
  shortcut: 'Ctrl+N',
  label: () => newVmText.command,
  appliesTo: (targets) => targets.length === 1 && targets.every(({ item }) => STARTS_FROM.has(item.is)),
  blockedBy: (targets) => targets.flatMap((target) => whyNotOpen(target, 'VM.provision')),
  run: (targets, tools) => tools.open('new-vm', targets),
};

/** With everything as the template has it, and no question. */
function atOnce({ item, server, inventory }: Target): NewVmRequest | undefined {
  if (item.is !== 'template' || inventory.vm.get(item.ref)?.isDefaultTemplate !== false) return undefined;
  return newVmRequest(firstNewVm(inventory, { template: item.ref }), { server: server.id, inventory });
}

export const newVmCommands: readonly Command[] = [
  newVm,
  operationCommand({ id: 'vm.new-at-once', group: 'move', icon: 'play', name: newVmText.atOnce, requestFor: atOnce }),
  operationCommand({
    id: 'vm.to-template',
    group: 'move',
    isRare: true,
    name: requestText({ kind: 'vm.to-template', server: '', vm: '' as VmRef }),
    requestFor: ({ item }) => (item.is === 'vm' ? { kind: 'vm.to-template', server: item.server, vm: item.ref } : undefined),
  }),
];
