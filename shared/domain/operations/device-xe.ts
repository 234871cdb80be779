import { cardsOfVm, limitAsQos, macOf } from '#shared/domain/devices/cards.ts';
import { discDriveOf, discIn, freeDiscPosition } from '#shared/domain/devices/drives.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { CardChanges, CardRequest, DeviceRequest, DeviceRequestOf, DriveChanges, DriveRequest } from './device-request.ts';
import { isDriveRequest } from './device-request.ts';
import { keeping, type Printed, xe } from './xe-line.ts';

const CARD: Printed = { printed: 'card' };

export function deviceLines(request: DeviceRequest, inventory: Inventory): readonly string[] {
  return isDriveRequest(request) ? driveLines(request, inventory) : cardLines(request, inventory);
}

function driveLines(request: DriveRequest, inventory: Inventory): readonly string[] {
  if (request.kind === 'disc.change') return discLines(request, inventory);
  if (request.kind === 'disc.add-drive') {
    const uuid = inventory.vm.get(request.machine)?.uuid ?? '';
    const device = freeDiscPosition(inventory, request.machine);
    return [xe('vbd-create', { 'vm-uuid': uuid, device, type: 'CD', mode: 'RO', bootable: 'false' })];
  }
  const drive = inventory.vbd.get(request.drive);
  if (drive === undefined) return [];
  const { uuid } = drive;
  if (request.kind === 'drive.plug') return [xe(request.isOn ? 'vbd-plug' : 'vbd-unplug', { uuid })];
  return changedDriveLines(request.changes, { drive, ref: request.drive, inventory });
}

interface FoundDrive {
  readonly drive: RecordOf<'vbd'>;
  readonly ref: RefOf<'vbd'>;
  readonly inventory: Inventory;
}

function changedDriveLines({ position, isReadOnly, isBootable, priority }: DriveChanges, found: FoundDrive): readonly string[] {
  const { drive, ref, inventory } = found;
  const { uuid } = drive;
  const there = [...inventory.vbd].find(([other, { vm, position: taken }]) => other !== ref && vm === drive.vm && taken === position)?.[1];
  const places =
    position === undefined || position === drive.position
      ? []
      : [
          ...(there === undefined ? [] : [xe('vbd-param-set', { uuid: there.uuid, userdevice: drive.position })]),
          xe('vbd-param-set', { uuid, userdevice: position }),
        ];
  return [
    ...places,
    ...(isReadOnly === undefined ? [] : [xe('vbd-param-set', { uuid, mode: isReadOnly ? 'RO' : 'RW' })]),
    ...(isBootable === undefined ? [] : [xe('vbd-param-set', { uuid, bootable: String(isBootable) })]),
    ...(priority === undefined ? [] : priorityLines(uuid, priority)),
  ];
}

function priorityLines(uuid: string, priority: NonNullable<DriveChanges['priority']>): readonly string[] {
  if (priority === 'none')
    return [xe('vbd-param-set', { uuid, qos_algorithm_type: '' }), xe('vbd-param-clear', { uuid, 'param-name': 'qos_algorithm_params' })];
  return [
    xe('vbd-param-set', { uuid, qos_algorithm_type: 'ionice' }),
    xe('vbd-param-set', { uuid, 'qos_algorithm_params:sched': 'be', 'qos_algorithm_params:class': String(priority) }),
  ];
}

function discLines({ machine, disc }: DeviceRequestOf<'disc.change'>, inventory: Inventory): readonly string[] {
  const drive = discDriveOf(inventory, machine);
  if (drive === undefined) return [];
  const { uuid } = drive;
  const disk = disc === undefined ? undefined : inventory.vdi.get(disc);
  return [
    ...(discIn(drive) === undefined ? [] : [xe('vbd-eject', { uuid })]),
    ...(disk === undefined ? [] : [xe('vbd-insert', { uuid, 'vdi-uuid': disk.uuid })]),
  ];
}

function cardLines(request: CardRequest, inventory: Inventory): readonly string[] {
  if (request.kind === 'card.create') return newCardLines(request, inventory);
  const card = inventory.vif.get(request.card);
  if (card === undefined) return [];
  const { uuid } = card;
  switch (request.kind) {
    case 'card.plug':
      return [xe(request.isOn ? 'vif-plug' : 'vif-unplug', { uuid })];
    case 'card.delete':
      return [...(card.isAttached ? [xe('vif-unplug', { uuid })] : []), xe('vif-destroy', { uuid })];
    case 'card.change':
      return changedCardLines(request.changes, card, inventory);
    default:
      return unreachable(request);
  }
}

function newCardLines(request: DeviceRequestOf<'card.create'>, inventory: Inventory): readonly string[] {
  const { machine, network, mac, limitKbps = 0, locking, ipv4Allowed, ipv6Allowed } = request;
  const vm = inventory.vm.get(machine);
  if (vm === undefined) return [];
  const device = request.device ?? nextDevice(inventory, machine);
  const make = makeLine({ vm: vm.uuid, network: inventory.network.get(network)?.uuid, device, mac });
  const settings = settingLines(CARD, { ...(limitKbps > 0 && { limitKbps }), locking, ipv4Allowed, ipv6Allowed });
  const further = vm.power === 'Running' ? [...settings, xe('vif-plug', { uuid: CARD })] : settings;
  return [further.length === 0 ? make : keeping(CARD, make), ...further];
}

interface NewCard {
  readonly vm: string | undefined;
  readonly network: string | undefined;
  readonly device: string;
  readonly mac: string | undefined;
}

function makeLine({ vm = '', network = '', device, mac }: NewCard): string {
  return xe('vif-create', { 'vm-uuid': vm, 'network-uuid': network, device, mac: mac === undefined ? 'random' : (macOf(mac) ?? mac) });
}

function nextDevice(inventory: Inventory, machine: RefOf<'vm'>): string {
  const taken = new Set(cardsOfVm(inventory, machine).map(({ device }) => device));
  return String([...Array.from({ length: taken.size + 1 }).keys()].find((device) => !taken.has(String(device))) ?? 0);
}

function limitLines(uuid: string | Printed, limitKbps: number): readonly string[] {
  const { type, parameters } = limitAsQos(limitKbps);
  const kbps = parameters['kbps'];
  return [
    xe('vif-param-set', { uuid, qos_algorithm_type: type }),
    kbps === undefined
      ? xe('vif-param-clear', { uuid, 'param-name': 'qos_algorithm_params' })
      : xe('vif-param-set', { uuid, 'qos_algorithm_params:kbps': kbps }),
  ];
}

function changedCardLines(changes: CardChanges, card: RecordOf<'vif'>, inventory: Inventory): readonly string[] {
  const { network, mac } = changes;
  const { uuid } = card;
  if (mac !== undefined && macOf(mac) !== macOf(card.mac)) return replacedCardLines(changes, card, inventory);
  const to = recordAt(inventory.network, network ?? null)?.uuid;
  return [...(to === undefined ? [] : [xe('vif-move', { uuid, 'network-uuid': to })]), ...settingLines(uuid, changes)];
}

function replacedCardLines(changes: CardChanges, card: RecordOf<'vif'>, inventory: Inventory): readonly string[] {
  const { uuid, device } = card;
  const network = recordAt(inventory.network, changes.network ?? card.network)?.uuid;
  const make = makeLine({ vm: recordAt(inventory.vm, card.vm)?.uuid, network, device, mac: changes.mac });
  const [unplug, plug] = card.isAttached ? [[xe('vif-unplug', { uuid })], [xe('vif-plug', { uuid: CARD })]] : [[], []];
  return [...unplug, xe('vif-destroy', { uuid }), keeping(CARD, make), ...settingLines(CARD, changes), ...plug];
}

function settingLines(uuid: string | Printed, { limitKbps, locking, ipv4Allowed, ipv6Allowed }: CardChanges): readonly string[] {
  return [
    ...(limitKbps === undefined ? [] : limitLines(uuid, limitKbps)),
    ...(locking === undefined ? [] : [xe('vif-param-set', { uuid, 'locking-mode': locking })]),
    ...(ipv4Allowed === undefined ? [] : [xe('vif-param-set', { uuid, 'ipv4-allowed': ipv4Allowed.join(',') })]),
    ...(ipv6Allowed === undefined ? [] : [xe('vif-param-set', { uuid, 'ipv6-allowed': ipv6Allowed.join(',') })]),
  ];
}
