import { freeName } from '#shared/domain/storage/offer.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { NewSrRequest } from '#shared/domain/operations/storage-request.ts';
import { devicesOf, type StorageDraft } from './draft.ts';
import { placeText, type Secrets, sourceOf } from './question.ts';

interface Asked {
  readonly server: string;
  readonly inventory: Inventory;
  readonly secrets: Secrets;
}

/** A library holds no disks, and what only one host has is no default for others. */
export function canBeDefault(draft: Pick<StorageDraft<unknown>, 'kind' | 'isShared'>, inventory: Inventory): boolean {
  switch (draft.kind) {
    case 'nfs-iso':
    case 'smb-iso':
      return false;
    case 'lvm':
    case 'ext':
      return inventory.host.size === 1;
    case 'other':
      return draft.isShared || inventory.host.size === 1;
    default:
      return true;
  }
}

/** One repository for each device that was chosen; the first gets the name that was typed, the others one like it. */
export function requestsOf(draft: StorageDraft<unknown>, { server, inventory, secrets }: Asked): readonly NewSrRequest[] {
  const taken = new Set<string>();
  return devicesOf(draft).map((device, position) => {
    const wanted = position === 0 ? draft.name.trim() : `${draft.name.trim()} ${position + 1}`;
    const name = position === 0 ? wanted : nextName(inventory, wanted, taken);
    taken.add(name);
    const way = draft.reattaching === undefined ? draft.ways[device] : { is: 'attach' as const, uuid: draft.reattaching.uuid };
    const shared = {
      server,
      source: sourceOf(draft, secrets, device),
      name,
      description: draft.isDescribedByHand ? draft.description.trim() : placeText(draft, device),
      asDefault: draft.asDefault && position === 0 && canBeDefault(draft, inventory),
    };
    return way?.is === 'attach' ? { kind: 'sr.introduce', uuid: way.uuid, ...shared } : { kind: 'sr.create', ...shared };
  });
}

function nextName(inventory: Inventory, wanted: string, taken: ReadonlySet<string>): string {
  const free = freeName(inventory, wanted);
  return taken.has(free) ? nextName(inventory, `${wanted} (2)`, taken) : free;
}
