import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { OtherPool, Relocation } from '#shared/domain/operations/vm-request.ts';
import { carrierOf } from '#shared/domain/rules/relocation-rules.ts';

interface Cards {
  readonly inventory: Inventory;
  readonly there: Inventory;
  readonly request: Relocation;
  readonly cards: OtherPool['cards'];
}

/** Where every card goes, also those that only snapshots have: beside a card that was in the same network, else to the first one's. */
export function cardMap({ inventory, there, request, cards }: Cards): Readonly<Record<RefOf<'vif'>, RefOf<'network'>>> {
  const chosen = new Map(cards.map(({ card, network }) => [card, network]));
  const byNetwork = new Map(cards.map(({ card, network }) => [inventory.vif.get(card)?.network ?? null, network]));
  const otherwise = cards[0]?.network ?? carrierOf(there, request.host);
  const kept = [...inventory.vif].filter(([, { vm }]) => vm !== null && inventory.vm.get(vm)?.snapshotOf === request.vm);
  for (const [ref, card] of kept) {
    const network = byNetwork.get(card.network) ?? otherwise;
    if (network !== undefined) chosen.set(ref, network);
  }
  return Object.fromEntries(chosen);
}
