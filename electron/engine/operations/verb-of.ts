import { isDeviceRequest } from '#shared/domain/operations/device-request.ts';
import { isDiskRequest } from '#shared/domain/operations/disk-request.ts';
import { isNewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { isNetworkRequest } from '#shared/domain/operations/network-request.ts';
import { isStorageRequest } from '#shared/domain/operations/storage-request.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { isPoolRequest } from '#shared/domain/operations/pool-request.ts';
import type { Lent } from './lent.ts';
import type { Verb } from './verb.ts';
import { cancelTask } from './verbs/cancel-task.ts';
import { dismissAlerts } from './verbs/dismiss-alerts.ts';
import { deviceVerb } from './verbs/device/device-verb.ts';
import { diskVerb } from './verbs/disk/disk-verb.ts';
import { edit } from './verbs/edit.ts';
import { configureHa, disableHa, enableHa } from './verbs/ha.ts';
import { hostRepair, type ShellOf } from './verbs/host/repair.ts';
import { repairOverHttps } from './verbs/host/repair-over-https.ts';
import { networkVerb } from './verbs/network/network-verb.ts';
import { poolVerb } from './verbs/pool/pool-verb.ts';
import { reconnect } from './verbs/reconnect.ts';
import { storageVerb } from './verbs/storage/storage-verb.ts';
import { createVm } from './verbs/vm-create/create-vm.ts';
import { vmVerb } from './verbs/vm/vm-verb.ts';

export function verbOf(request: Requested, lent: Lent): Verb {
  switch (request.kind) {
    case 'server.reconnect':
      return reconnect();
    case 'host.repair':
      return repairVerb(request, (host) => lent.shellOf(request.server, host));
    case 'task.cancel':
      return cancelTask(request);
    case 'alerts.dismiss':
      return dismissAlerts(request);
    case 'ha.enable':
      return enableHa(request);
    case 'ha.disable':
      return disableHa();
    case 'ha.configure':
      return configureHa(request);
    default:
      if (isDiskRequest(request)) return diskVerb(request);
      if (isDeviceRequest(request)) return deviceVerb(request);
      if (isStorageRequest(request)) return storageVerb(request);
      if (isNetworkRequest(request)) return networkVerb(request, lent);
      if (isNewVmRequest(request)) return createVm(request, lent.writeDisk);
      if (isPoolRequest(request)) return poolVerb(request, lent);
      return 'vm' in request ? vmVerb(request, lent) : edit(request);
  }
}

function repairVerb(request: RequestOf<'host.repair'>, shellOf: ShellOf): Verb {
  return request.over === 'https' ? repairOverHttps(request, shellOf) : hostRepair(request, shellOf);
}
