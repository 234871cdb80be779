import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';

type Subject = Omit<Operation['subject'], 'serverName'>;

/** The disk, and where it goes or whom it leaves. */
export function diskSubject(request: DiskRequest, inventory: Inventory): Subject {
  switch (request.kind) {
    case 'disk.create':
      return { class: 'vdi', name: request.name, targetName: nameIn(inventory.sr, request.target) };
    case 'disk.move':
    case 'disk.copy':
      return { ...diskNamed(inventory, request.disk), targetName: nameIn(inventory.sr, request.target) };
    case 'disk.attach':
      return { ...diskNamed(inventory, request.disk), targetName: nameIn(inventory.vm, request.slot.machine) };
    case 'disk.detach': {
      const drive = inventory.vbd.get(request.drive);
      return { ...diskNamed(inventory, drive?.vdi ?? null), targetName: nameIn(inventory.vm, drive?.vm ?? null) };
    }
    default:
      return diskNamed(inventory, request.disk);
  }
}

export function diskNamed(inventory: Inventory, ref: RefOf<'vdi'> | null): Subject {
  const disk = recordAt(inventory.vdi, ref);
  return { class: 'vdi', name: disk?.name ?? '', ...(disk !== undefined && { uuid: disk.uuid }) };
}

export function nameIn<R>(records: ReadonlyMap<R, { readonly name: string }>, ref: R | null): string {
  return recordAt(records, ref)?.name ?? '';
}
