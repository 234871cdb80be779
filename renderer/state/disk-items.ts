import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { ObjectItem } from '#shared/domain/tree/items.ts';
import type { Target } from './command.ts';

type DiskItem = Extract<ObjectItem, { is: 'vdi' }>;

/** The disks of a machine as objects of their own. */
export function diskItemsOf({ item, inventory }: Pick<Target, 'item' | 'inventory'>): readonly DiskItem[] {
  if (item.is !== 'vm') return [];
  return disksOfVm(inventory, item.ref).map((ref) => ({ is: 'vdi', server: item.server, ref }));
}
