import type { Verb } from '#engine/operations/verb.ts';
import type { VmRequest } from '#shared/domain/operations/vm-request.ts';
import { copyVm } from './copy.ts';
import { deleteVm } from './delete.ts';
import { vmPower } from './power.ts';

export function vmVerb(request: VmRequest): Verb {
  switch (request.kind) {
    case 'vm.delete':
      return deleteVm(request);
    case 'vm.copy':
      return copyVm(request);
    default:
      return vmPower(request);
  }
}
