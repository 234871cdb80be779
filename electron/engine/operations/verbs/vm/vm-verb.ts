import type { HostShell } from '#engine/operations/host-shell.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { VmRequest } from '#shared/domain/operations/vm-request.ts';
import { copyVm } from './copy.ts';
import { deleteVm } from './delete.ts';
import { vmPower } from './power.ts';
import { recoverVm } from './recover.ts';
import { toTemplate } from './to-template.ts';
import { deleteSnapshot, newFromSnapshot, revertVm, takeSnapshot } from './snapshot.ts';

export function vmVerb(request: VmRequest, shellOf: (host: HostRef) => HostShell | undefined): Verb {
  switch (request.kind) {
    case 'vm.delete':
      return deleteVm(request);
    case 'vm.recover':
      return recoverVm(request, shellOf);
    case 'vm.to-template':
      return toTemplate(request);
    case 'vm.copy':
      return copyVm(request);
    case 'vm.snapshot':
      return takeSnapshot(request);
    case 'vm.revert':
      return revertVm(request);
    case 'vm.delete-snapshot':
      return deleteSnapshot(request);
    case 'vm.from-snapshot':
      return newFromSnapshot(request);
    default:
      return vmPower(request);
  }
}
