import { onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import { emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { RequestOf } from './request.ts';
import { travellingDisks } from '#shared/domain/rules/travelling-disks.ts';
import { type Relocation, snapshotCall, type StopWay, type VmPowerRequest, type VmRequest } from './vm-request.ts';
import { vmSettingLines } from './vm-settings-xe.ts';
import { xe } from './xe-line.ts';

export function vmLines(request: VmRequest, inventory: Inventory, elsewhere: Elsewhere): readonly string[] {
  const uuid = inventory.vm.get(request.vm)?.uuid;
  if (uuid === undefined) return [];
  switch (request.kind) {
    case 'vm.delete':
      return deletionLines(request, inventory);
    case 'vm.relocate':
      return [relocationLine(request, { uuid, inventory, elsewhere })];
    case 'vm.recover':
      return [
        xe('vm-reset-powerstate', { uuid, force: 'true' }),
        ...(request.host === undefined ? [] : [xe('vm-start', { uuid, on: inventory.host.get(request.host)?.uuid ?? '' })]),
      ];
    case 'vm.to-template':
      return [xe('vm-param-set', { uuid, 'is-a-template': 'true' })];
    case 'vm.configure':
      return vmSettingLines(request, inventory);
    case 'vm.copy':
      return [copyLine(request, { uuid, inventory })];
    case 'vm.snapshot':
      return [snapshotLine(uuid, request)];
    case 'vm.revert':
      return revertLines(request, { uuid, inventory });
    case 'vm.delete-snapshot':
      return [xe('snapshot-uninstall', { uuid, force: 'true' })];
    case 'vm.from-snapshot':
      return fromSnapshotLines(request, uuid);
    default:
      return [powerLine(request, { uuid, inventory })];
  }
}

/** What is known of another pool. */
export type Elsewhere = (server: string) => Inventory | undefined;

/** Within a pool as well a storage migration is asked of the pool's own master as if it were another. */
function relocationLine(request: Relocation, { uuid, inventory, elsewhere }: Named & { readonly elsewhere: Elsewhere }): string {
  const { into, transfer } = request;
  const there = into === undefined ? inventory : (elsewhere(into.server) ?? emptyInventory);
  const disks = travellingDisks(inventory, request).map(
    ({ disk, target }) => [`vdi:${uuidIn(inventory.vdi, disk)}`, uuidIn(there.sr, target)] as const,
  );
  const cards = (into?.cards ?? []).map(({ card, network }) => [`vif:${uuidIn(inventory.vif, card)}`, uuidIn(there.network, network)] as const);
  return xe('vm-migrate', {
    uuid,
    'host-uuid': uuidIn(there.host, request.host),
    ...asRemote(there),
    ...(transfer !== undefined && { 'remote-network': uuidIn(there.network, transfer) }),
    ...(into?.isCopy === true ? { copy: 'true' } : { live: 'true' }),
    ...Object.fromEntries([...disks, ...cards]),
  });
}

function asRemote(there: Inventory): Readonly<Record<string, string>> {
  const master = recordAt(there.host, onlyPool(there)?.pool.master);
  return { 'remote-master': master?.address ?? '', 'remote-username': 'root', 'remote-password': '...' };
}

function uuidIn<R>(records: ReadonlyMap<R, { readonly uuid: string }>, ref: R | undefined): string {
  return recordAt(records, ref)?.uuid ?? '';
}

interface Named {
  readonly uuid: string;
  readonly inventory: Inventory;
}

function powerLine(request: VmPowerRequest, { uuid, inventory }: Named): string {
  const on = (host: HostRef | undefined) => host !== undefined && { on: inventory.host.get(host)?.uuid ?? '' };
  switch (request.kind) {
    case 'vm.start':
      return xe('vm-start', { uuid, ...on(request.host), ...(request.isPaused === true && { paused: 'true' }) });
    case 'vm.resume':
      return xe('vm-resume', { uuid, ...on(request.host) });
    case 'vm.shut-down':
      return xe('vm-shutdown', { uuid, ...forced(request) });
    case 'vm.reboot':
      return xe('vm-reboot', { uuid, ...forced(request) });
    case 'vm.migrate':
      return xe('vm-migrate', { uuid, 'host-uuid': inventory.host.get(request.host)?.uuid ?? '', live: 'true' });
    case 'vm.suspend':
    case 'vm.pause':
    case 'vm.unpause':
      return xe(request.kind.replace('.', '-'), { uuid });
    default:
      return unreachable(request);
  }
}

function forced({ way }: { readonly way: StopWay }): Readonly<Record<string, string>> {
  return way === 'forced' ? { force: 'true' } : {};
}

function snapshotLine(uuid: string, { name, description, keeps }: Pick<RequestOf<'vm.snapshot'>, 'name' | 'description' | 'keeps'>): string {
  const described = description === '' ? {} : { 'new-name-description': description };
  return xe(`vm-${snapshotCall[keeps].replaceAll('_', '-')}`, { uuid, 'new-name-label': name.trim(), ...described });
}

function revertLines({ snapshot, keepAs }: RequestOf<'vm.revert'>, { uuid, inventory }: Named): readonly string[] {
  const kept = keepAs === undefined ? [] : [snapshotLine(uuid, { name: keepAs, description: '', keeps: 'disks' })];
  return [...kept, xe('snapshot-revert', { 'snapshot-uuid': inventory.vm.get(snapshot)?.uuid ?? '' })];
}

function fromSnapshotLines({ name, as }: RequestOf<'vm.from-snapshot'>, uuid: string): readonly string[] {
  const copy = xe('snapshot-clone', { uuid, 'new-name-label': name.trim() });
  return as === 'template' ? [copy] : [copy, xe('template-param-set', { uuid: '<uuid of the copy>', 'is-a-template': 'false' })];
}

function copyLine({ name, to }: RequestOf<'vm.copy'>, { uuid, inventory }: Named): string {
  if (to === undefined) return xe('vm-clone', { uuid, 'new-name-label': name });
  return xe('vm-copy', { uuid, 'new-name-label': name, 'sr-uuid': inventory.sr.get(to)?.uuid ?? '' });
}

/** The machine's own record first, as it is done: what is left over then belongs to nobody. */
function deletionLines({ vm, disks, snapshots }: RequestOf<'vm.delete'>, inventory: Inventory): readonly string[] {
  const machines = [vm, ...snapshots].flatMap((each) => inventory.vm.get(each)?.uuid ?? []);
  return [
    ...machines.map((uuid) => xe('vm-destroy', { uuid })),
    ...disks.flatMap((disk) => inventory.vdi.get(disk)?.uuid ?? []).map((uuid) => xe('vdi-destroy', { uuid })),
  ];
}
