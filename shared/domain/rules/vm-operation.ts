import type { VmPowerRequest } from '#shared/domain/operations/vm-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

/** What the server calls it, and in which power states it makes sense. */
export interface VmOperation {
  readonly call: `VM.${string}`;
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
}

export function vmOperation(request: VmPowerRequest): VmOperation {
  switch (request.kind) {
    case 'vm.start':
      return of(request.host === undefined ? 'start' : 'start_on', ['Halted'], request.isPaused === true ? 'Paused' : 'Running');
    case 'vm.shut-down':
      return request.way === 'clean'
        ? of('clean_shutdown', ['Running'], 'Halted')
        : of('hard_shutdown', ['Running', 'Paused', 'Suspended'], 'Halted');
    case 'vm.reboot':
      return request.way === 'clean' ? of('clean_reboot', ['Running'], 'Running') : of('hard_reboot', ['Running', 'Paused'], 'Running');
    case 'vm.suspend':
      return of('suspend', ['Running'], 'Suspended');
    case 'vm.resume':
      return of(request.host === undefined ? 'resume' : 'resume_on', ['Suspended'], 'Running');
    case 'vm.pause':
      return of('pause', ['Running'], 'Paused');
    case 'vm.unpause':
      return of('unpause', ['Paused'], 'Running');
    case 'vm.migrate':
      return of('pool_migrate', ['Running'], 'Running');
    default:
      return unreachable(request);
  }
}

function of(name: string, from: readonly string[], to: string): VmOperation {
  return { call: `VM.${name}`, name, from, to };
}
