import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import { editableObject } from '#shared/domain/operations/property.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Relocation, VmRequest } from '#shared/domain/operations/vm-request.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { type DiskRequest, isDiskRequest } from '#shared/domain/operations/disk-request.ts';
import { isNewVmRequest, type NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { isNetworkRequest, type NetworkRequest } from '#shared/domain/operations/network-request.ts';
import { type DeviceRequest, isDeviceRequest } from '#shared/domain/operations/device-request.ts';
import { deviceSubject } from './device-subject.ts';
import { diskSubject } from './disk-subject.ts';
import { isPoolRequest, type PoolRequest } from '#shared/domain/operations/pool-request.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { isStorageRequest, type StorageRequest } from '#shared/domain/operations/storage-request.ts';

type Subject = Operation['subject'];

/** What it is about, by the names things have now: they may be others, or gone, when somebody reads it. */
export function subjectOf(request: OperationRequest, pool: PoolHandle, { nameOf, inventoryOf }: Others): Subject {
  if (request.kind === 'pool.join')
    return { class: 'host', name: nameOf(request.candidate), targetName: pool.name(), uuid: request.hostUuid, serverName: pool.name() };
  if (request.kind === 'vm.relocate' && request.into !== undefined) return travelling(request, pool, inventoryOf(request.into.server));
  const object = isDiskRequest(request)
    ? diskSubject(request, pool.inventory())
    : isDeviceRequest(request)
      ? deviceSubject(request, pool.inventory())
      : objectOf(request, pool);
  return { ...object, serverName: pool.name() };
}

/** What is known of other servers. */
interface Others {
  nameOf(server: string): string;
  inventoryOf(server: string): Inventory | undefined;
}

/** To a host of another pool, which is named with it. */
function travelling({ vm, host }: Relocation, pool: PoolHandle, there: Inventory | undefined): Subject {
  const names = [there?.host.get(host)?.name, there === undefined ? undefined : onlyPool(there)?.pool.name].filter(
    (name) => name !== undefined && name !== '',
  );
  return { ...named('vm', pool.inventory().vm.get(vm)), targetName: [...new Set(names)].join(', '), serverName: pool.name() };
}

function objectOf(request: Exclude<OperationRequest, DiskRequest | DeviceRequest>, pool: PoolHandle): Omit<Subject, 'serverName'> {
  const inventory = pool.inventory();
  switch (request.kind) {
    case 'server.reconnect':
      return { class: 'server', name: pool.name() };
    case 'host.repair':
      return named('host', inventory.host.get(request.host));
    case 'task.cancel':
      return named('task', inventory.task.get(request.task));
    case 'alerts.dismiss':
      return named(
        'message',
        request.messages.length === 1 && request.messages[0] !== undefined ? inventory.message.get(request.messages[0]) : undefined,
      );
    case 'ha.enable':
    case 'ha.disable':
    case 'ha.configure':
      return named('pool', onlyPool(inventory)?.pool);
    default:
      if (isNetworkRequest(request)) return networkSubject(request, inventory);
      if (isPoolRequest(request)) return memberOf(request, inventory);
      if (isStorageRequest(request)) return storageOf(request, inventory);
      return request.kind === 'vm.create' || 'vm' in request
        ? vmSubject(request, inventory)
        : named(request.class, editableObject(inventory, request));
  }
}

function networkSubject(request: NetworkRequest, inventory: Inventory): Omit<Subject, 'serverName'> {
  if ('network' in request) return named('network', inventory.network.get(request.network));
  return 'host' in request ? named('host', inventory.host.get(request.host)) : { class: 'network', name: request.name };
}

function vmSubject(request: VmRequest | NewVmRequest, inventory: Inventory): Omit<Subject, 'serverName'> {
  if (isNewVmRequest(request)) return { class: 'vm', name: request.name.trim() };
  const host = 'host' in request ? request.host : undefined;
  return { ...named('vm', inventory.vm.get(request.vm)), ...(host !== undefined && { targetName: inventory.host.get(host)?.name ?? '' }) };
}

function storageOf(request: StorageRequest, inventory: Inventory): Omit<Subject, 'serverName'> {
  return 'sr' in request ? named('sr', inventory.sr.get(request.sr)) : { class: 'sr', name: request.name };
}

function memberOf(request: PoolRequest, inventory: Inventory): Omit<Subject, 'serverName'> {
  if ('host' in request) return named('host', inventory.host.get(request.host));
  if (request.kind !== 'host.keep-address') return named('pool', onlyPool(inventory)?.pool);
  const host = inventory.pif.get(request.pif)?.host ?? null;
  return named('host', host === null ? undefined : inventory.host.get(host));
}

function named(kind: Subject['class'], record: { readonly name: string; readonly uuid: string } | undefined): Omit<Subject, 'serverName'> {
  return { class: kind, name: record?.name ?? '', ...(record !== undefined && { uuid: record.uuid }) };
}
