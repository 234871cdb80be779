import type { Requested } from '#shared/contract/request-schema.ts';
import { isDeviceRequest } from '#shared/domain/operations/device-request.ts';
import { isDiskRequest } from '#shared/domain/operations/disk-request.ts';
import { vmSettingsBefore } from './verbs/vm/configure.ts';
import { deviceBefore } from './verbs/device/device-before.ts';
import { relocationBefore } from './verbs/vm/relocation-before.ts';
import { diskBefore } from './verbs/disk/disk-before.ts';
import { settingsBefore } from './verbs/ha-settings.ts';
import { poolSettingsBefore } from './verbs/pool/configure.ts';

/** What has to be asked for to have it as it was; undefined for what cannot be taken back. */
export function backTo(request: Requested, former: string | readonly string[]): Requested | undefined {
  if (request.kind === 'ha.configure') return settingsBefore(request, former);
  if (isDiskRequest(request)) return diskBefore(request, former);
  if (request.kind === 'pool.configure') return poolSettingsBefore(request, former);
  if (request.kind === 'vm.configure') return vmSettingsBefore(request, former);
  if (isDeviceRequest(request)) return deviceBefore(request, former);
  if (request.kind === 'vm.relocate') return relocationBefore(request, former);
  // The former value is of the kind the same property had before.
  return 'class' in request ? ({ ...request, value: former, was: request.value } as Requested) : undefined;
}
