import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { VmRequest } from '#shared/domain/operations/vm-request.ts';
import { requestText } from '#shared/text/operation-text.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { operationCommand } from './operation-command.ts';

type OnVm = { readonly server: string; readonly vm: VmRef };

const look = { group: 'power' } as const;
const nobody: OnVm = { server: '', vm: '' as VmRef };

function forVm(request: (on: OnVm) => VmRequest): { readonly name: string; readonly requestFor: (target: Target) => OperationRequest | undefined } {
  return {
    name: requestText(request(nobody)),
    requestFor: ({ item }) => (item.is === 'vm' ? request({ server: item.server, vm: item.ref }) : undefined),
  };
}

/** With the shortcuts XenCenter taught its users. */
export const powerCommands: readonly Command[] = [
  operationCommand({ ...look, id: 'vm.start', icon: 'play', shortcut: 'Ctrl+B', ...forVm((on) => ({ kind: 'vm.start', ...on })) }),
  operationCommand({
    ...look,
    id: 'vm.shut-down',
    icon: 'power',
    shortcut: 'Ctrl+E',
    ...forVm((on) => ({ kind: 'vm.shut-down', way: 'clean', ...on })),
  }),
  operationCommand({ ...look, id: 'vm.reboot', icon: 'restart', shortcut: 'Ctrl+R', ...forVm((on) => ({ kind: 'vm.reboot', way: 'clean', ...on })) }),
  operationCommand({ ...look, id: 'vm.suspend', icon: 'pause', shortcut: 'Ctrl+Y', ...forVm((on) => ({ kind: 'vm.suspend', ...on })) }),
  operationCommand({ ...look, id: 'vm.resume', icon: 'play', shortcut: 'Ctrl+Y', ...forVm((on) => ({ kind: 'vm.resume', ...on })) }),
  operationCommand({
    ...look,
    id: 'vm.start-paused',
    icon: 'play',
    isRare: true,
    ...forVm((on) => ({ kind: 'vm.start', isPaused: true, ...on })),
  }),
  operationCommand({ ...look, id: 'vm.pause', icon: 'pause', isRare: true, ...forVm((on) => ({ kind: 'vm.pause', ...on })) }),
  operationCommand({ ...look, id: 'vm.unpause', icon: 'play', isRare: true, ...forVm((on) => ({ kind: 'vm.unpause', ...on })) }),
  operationCommand({ ...look, id: 'vm.force-off', icon: 'stop', isRare: true, ...forVm((on) => ({ kind: 'vm.shut-down', way: 'forced', ...on })) }),
  operationCommand({
    ...look,
    id: 'vm.force-reboot',
    icon: 'restart',
    isRare: true,
    ...forVm((on) => ({ kind: 'vm.reboot', way: 'forced', ...on })),
  }),
];
