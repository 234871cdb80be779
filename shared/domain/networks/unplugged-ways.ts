import { byNaturalOrder, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { PifRef } from './cards.ts';

/** What leads into a network and is not plugged in, by the names of the hosts; a card of a bond never is. */
export function unpluggedWays(inventory: Inventory, network: RefOf<'network'>): readonly PifRef[] {
  const name = (ref: PifRef): string => recordAt(inventory.host, inventory.pif.get(ref)?.host ?? null)?.name ?? '';
  return [...inventory.pif]
    .flatMap(([ref, pif]) => (pif.network === network && !pif.isAttached && pif.bondSlaveOf === null && pif.isManaged ? [ref] : []))
    .sort((a, b) => byNaturalOrder(name(a), name(b)));
}
