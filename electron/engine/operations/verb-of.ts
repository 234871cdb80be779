import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { isStorageRequest } from '#shared/domain/operations/storage-request.ts';
import type { Verb } from './verb.ts';
import { cancelTask } from './verbs/cancel-task.ts';
import { dismissAlerts } from './verbs/dismiss-alerts.ts';
import { edit } from './verbs/edit.ts';
import { configureHa, disableHa, enableHa } from './verbs/ha.ts';
import { reconnect } from './verbs/reconnect.ts';
import { storageVerb } from './verbs/storage/storage-verb.ts';
import { vmPower } from './verbs/vm-power.ts';

export function verbOf(request: OperationRequest): Verb {
  switch (request.kind) {
    case 'server.reconnect':
      return reconnect();
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
      if (isStorageRequest(request)) return storageVerb(request);
      return 'vm' in request ? vmPower(request) : edit(request);
  }
}
