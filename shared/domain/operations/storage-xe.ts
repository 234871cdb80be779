import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { configForAnotherHost, type DriverConfig, type DriverTerms, driverTerms } from '#shared/domain/storage/driver-terms.ts';
import { srWithUuid } from '#shared/domain/storage/offer.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { NewSrRequest, StorageRequest } from './storage-request.ts';
import { keeping, type Printed, xe } from './xe-line.ts';

export function storageLines(request: StorageRequest, inventory: Inventory): readonly string[] {
  if ('source' in request) return newLines(request, inventory);
  const uuid = inventory.sr.get(request.sr)?.uuid;
  if (uuid === undefined) return [];
  const links = [...inventory.pbd.values()].filter(({ sr }) => sr === request.sr);
  const unplug = links.filter(({ isAttached }) => isAttached).map((pbd) => xe('pbd-unplug', { uuid: pbd.uuid }));
  switch (request.kind) {
    case 'sr.repair':
      return repairLines(request, inventory);
    case 'sr.detach':
      return unplug;
    case 'sr.forget':
      return [...unplug, xe('sr-forget', { uuid })];
    case 'sr.destroy':
      return [...unplug, xe('sr-destroy', { uuid })];
    case 'sr.rescan':
      return [xe('sr-scan', { uuid })];
    case 'sr.set-default':
      return defaultLines(inventory, uuid);
    case 'sr.trim': {
      const host = links.flatMap((pbd) => (pbd.isAttached && pbd.host !== null ? (inventory.host.get(pbd.host)?.uuid ?? []) : []))[0] ?? '';
      return [xe('host-call-plugin', { 'host-uuid': host, plugin: 'trim', fn: 'do_trim', 'args:sr_uuid': uuid })];
    }
    default:
      return unreachable(request);
  }
}

function newLines(request: NewSrRequest, inventory: Inventory): readonly string[] {
  const terms = driverTerms(request.source);
  const common = commonTerms(request, terms);
  const host = terms.host === undefined ? {} : { 'host-uuid': inventory.host.get(terms.host)?.uuid ?? '' };
  const config = prefixed(terms.deviceConfig);
  const afterwards = request.asDefault ? defaultLines(inventory, request.kind === 'sr.create' ? NEW_SR : request.uuid) : [];
  if (request.kind === 'sr.create') {
    const create = xe('sr-create', { ...host, ...common, ...config });
    return [request.asDefault ? keeping(NEW_SR, create) : create, ...afterwards];
  }
  const hosts = terms.host === undefined ? [...inventory.host.values()] : [inventory.host.get(terms.host)].filter((found) => found !== undefined);
  const plugs = hosts.flatMap(({ uuid }) => [
    keeping(NEW_LINK, xe('pbd-create', { 'sr-uuid': request.uuid, 'host-uuid': uuid, ...config })),
    xe('pbd-plug', { uuid: NEW_LINK }),
  ]);
  const isKnown = srWithUuid(inventory, request.uuid) !== undefined;
  const first = isKnown ? renaming(request, inventory) : [xe('sr-introduce', { uuid: request.uuid, ...common })];
  return [...first, ...plugs, ...afterwards];
}

function commonTerms({ name, description }: NewSrRequest, { type, contentType, isShared }: DriverTerms): Readonly<Record<string, string>> {
  return {
    'name-label': name,
    ...(description !== '' && { 'name-description': description }),
    type,
    'content-type': contentType,
    shared: String(isShared),
  };
}

/** The record is there, with its disks: only what was typed anew is written. */
function renaming(request: Extract<NewSrRequest, { kind: 'sr.introduce' }>, inventory: Inventory): readonly string[] {
  const known = srWithUuid(inventory, request.uuid)?.sr;
  const changed = {
    ...(known?.name !== request.name && { 'name-label': request.name }),
    ...(known?.description !== request.description && { 'name-description': request.description }),
  };
  return Object.keys(changed).length === 0 ? [] : [xe('sr-param-set', { uuid: request.uuid, ...changed })];
}

const NEW_SR: Printed = { printed: 'sr' };
const NEW_LINK: Printed = { printed: 'pbd' };

function prefixed(config: DriverConfig): DriverConfig {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [`device-config:${key}`, value]));
}

function repairLines({ sr, host: only }: Extract<StorageRequest, { kind: 'sr.repair' }>, inventory: Inventory): readonly string[] {
  const isMeant = (host: HostRef | null): boolean => only === undefined || host === only;
  const links = [...inventory.pbd.values()].filter((pbd) => pbd.sr === sr);
  const record = inventory.sr.get(sr);
  const config = configForAnotherHost(links[0]?.deviceConfig ?? {});
  const missing = [...inventory.host].filter(([host]) => record?.isShared === true && isMeant(host) && links.every((pbd) => pbd.host !== host));
  return [
    ...missing.flatMap(([, { uuid }]) => [
      keeping(NEW_LINK, xe('pbd-create', { 'sr-uuid': record?.uuid ?? '', 'host-uuid': uuid, ...prefixed(withoutSecrets(config)) })),
      xe('pbd-plug', { uuid: NEW_LINK }),
    ]),
    ...links.filter(({ isAttached, host }) => !isAttached && isMeant(host)).map(({ uuid }) => xe('pbd-plug', { uuid })),
  ];
}

/** Drivers we do not know may keep passwords in the open: nobody needs them in a line to be copied. */
function withoutSecrets(config: DriverConfig): DriverConfig {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !/passw(?:or)?d$/i.test(key)));
}

function defaultLines(inventory: Inventory, sr: string | Printed): readonly string[] {
  const uuid = onlyPool(inventory)?.pool.uuid ?? '';
  return [xe('pool-param-set', { uuid, 'default-SR': sr, 'suspend-image-SR': sr, 'crash-dump-SR': sr })];
}
