import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequest } from '#shared/domain/operations/device-request.ts';
import { diskNamed, nameIn } from './disk-subject.ts';

type Subject = Omit<Operation['subject'], 'serverName'>;

/** A drive is called after what lies in it, a card after its network; both belong to a machine. */
export function deviceSubject(request: DeviceRequest, inventory: Inventory): Subject {
  if ('drive' in request) return driveSubject(request.drive, inventory);
  if ('card' in request) return cardSubject(request.card, inventory);
  const own = machine(inventory, request.machine);
  if (request.kind === 'card.create') return { ...own, targetName: nameIn(inventory.network, request.network) };
  return request.kind === 'disc.change' && request.disc !== undefined ? { ...own, targetName: nameIn(inventory.vdi, request.disc) } : own;
}

function driveSubject(ref: RefOf<'vbd'>, inventory: Inventory): Subject {
  const drive = inventory.vbd.get(ref);
  return { ...diskNamed(inventory, drive?.vdi ?? null), targetName: nameIn(inventory.vm, drive?.vm ?? null) };
}

function cardSubject(ref: RefOf<'vif'>, inventory: Inventory): Subject {
  const card = inventory.vif.get(ref);
  return { ...machine(inventory, card?.vm ?? null), targetName: nameIn(inventory.network, card?.network ?? null) };
}

function machine(inventory: Inventory, ref: VmRef | null): Subject {
  const vm = recordAt(inventory.vm, ref);
  return { class: 'vm', name: vm?.name ?? '', ...(vm !== undefined && { uuid: vm.uuid }) };
}
