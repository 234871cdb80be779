import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { repairLines } from '#shared/domain/repairs/repair-lines.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { DEFINITIONS_KEY } from '#shared/domain/organization/field-definitions.ts';
import { isDeviceRequest } from './device-request.ts';
import { deviceLines } from './device-xe.ts';
import { isDiskRequest } from './disk-request.ts';
import { diskLines } from './disk-xe.ts';
import { haLines } from './xe-ha.ts';
import { editableObject, placeOf, valueNow } from './property.ts';
import type { EditRequest, HaRequest, OperationRequest, RequestOf } from './request.ts';
import { isNetworkRequest } from './network-request.ts';
import { networkLines } from './network-xe.ts';
import { isStorageRequest } from './storage-request.ts';
import { isNewVmRequest } from './new-vm-request.ts';
import { newVmLines } from './new-vm-xe.ts';
import { isPoolRequest } from './pool-request.ts';
import { poolLines } from './xe-pool.ts';
import { storageLines } from './storage-xe.ts';
import { tagLines, xe } from './xe-line.ts';
import { type Elsewhere, vmLines } from './vm-xe.ts';

/** The same by hand: lines for a shell on a host of the pool. Empty where there is no such command, or nothing to name. */
export function xeLines(request: OperationRequest, inventory: Inventory, elsewhere: Elsewhere = () => undefined): readonly string[] {
  switch (request.kind) {
    case 'server.reconnect':
      return [];
    case 'host.repair':
      return repairLines(request.repair, request.parameters);
    case 'task.cancel':
      return uuids([inventory.task.get(request.task)?.uuid]).map((uuid) => xe('task-cancel', { uuid }));
    case 'alerts.dismiss':
      return uuids(request.messages.map((message) => inventory.message.get(message)?.uuid)).map((uuid) => xe('message-destroy', { uuid }));
    case 'ha.enable':
    case 'ha.disable':
    case 'ha.configure':
      return haLines(request, inventory);
    default:
      return objectLines(request, inventory, elsewhere);
  }
}

type ObjectRequest = Exclude<OperationRequest, HaRequest | RequestOf<'server.reconnect' | 'host.repair' | 'task.cancel' | 'alerts.dismiss'>>;

function objectLines(request: ObjectRequest, inventory: Inventory, elsewhere: Elsewhere): readonly string[] {
  if (isDiskRequest(request)) return diskLines(request, inventory);
  if (isDeviceRequest(request)) return deviceLines(request, inventory);
  if (isPoolRequest(request)) return poolLines(request, inventory);
  if (isNewVmRequest(request)) return newVmLines(request, inventory);
  if (isStorageRequest(request)) return storageLines(request, inventory);
  if (isNetworkRequest(request)) return networkLines(request, inventory);
  return 'vm' in request ? vmLines(request, inventory, elsewhere) : editLines(request, inventory);
}

function uuids(found: readonly (string | undefined)[]): readonly string[] {
  return found.flatMap((uuid) => uuid ?? []);
}

function editLines(request: EditRequest, inventory: Inventory): readonly string[] {
  const uuid = editableObject(inventory, request)?.uuid;
  if (uuid === undefined) return [];
  const name = xeClass(request, inventory);
  const place = placeOf(request);
  switch (place.in) {
    case 'name_label':
      return [xe(`${name}-param-set`, { uuid, 'name-label': String(request.value) })];
    case 'name_description':
      return [xe(`${name}-param-set`, { uuid, 'name-description': String(request.value) })];
    case 'tags':
      return tagLines({ name, uuid }, listOf(valueNow(inventory, request)), listOf(request.value));
    default:
      return request.value === ''
        ? [xe(`${name}-param-remove`, { uuid, 'param-name': 'other-config', 'param-key': place.key })]
        : [xe(`${name}-param-set`, { uuid, [`other-config:${place.key}`]: String(request.value) }), ...listingLines(request, inventory)];
  }
}

/** What other clients go by, which keep the whole list in one value: only a person can add to it by hand. */
function listingLines(request: EditRequest, inventory: Inventory): readonly string[] {
  const uuid = onlyPool(inventory)?.pool.uuid;
  if (request.kind !== 'object.set-custom-field' || uuid === undefined) return [];
  return [
    `# for XenCenter the field ${request.field.replaceAll(/\s/g, ' ')} has to be in this list: xe pool-param-get uuid=${uuid} param-name=gui-config param-key=${DEFINITIONS_KEY}`,
  ];
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined || typeof value === 'string' ? [] : value;
}

function xeClass(request: EditRequest, inventory: Inventory): string {
  if (request.class !== 'vm') return request.class;
  for (const [ref, vm] of inventory.vm) {
    if (ref !== request.ref) continue;
    return vm.isSnapshot ? 'snapshot' : vm.isTemplate ? 'template' : 'vm';
  }
  return 'vm';
}
