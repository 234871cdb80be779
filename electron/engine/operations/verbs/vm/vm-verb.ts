import type { Lent } from '#engine/operations/lent.ts';
import type { Verb } from '#engine/operations/verb.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { VmRequest } from '#shared/domain/operations/vm-request.ts';
import { configureVm } from './configure.ts';
import { copyVm } from './copy.ts';
import { deleteVm } from './delete.ts';
import { vmPower } from './power.ts';
import { relocateVm } from './relocate.ts';
import { recoverVm } from './recover.ts';
import { toTemplate } from './to-template.ts';
import { deleteSnapshot } from './delete-snapshot.ts';
import { newFromSnapshot } from './from-snapshot.ts';
import { revertVm } from './revert.ts';
import { takeSnapshot } from './snapshot.ts';

export function vmVerb(request: Extract<Requested, VmRequest>, lent: Lent): Verb {
  switch (request.kind) {
    case 'vm.delete':
      return deleteVm(request);
    case 'vm.recover':
      return recoverVm(request, (host) => lent.shellOf(request.server, host));
    case 'vm.to-template':
      return toTemplate(request);
    case 'vm.relocate':
      return relocateVm(request, lent);
    case 'vm.configure':
      return configureVm(request);
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
