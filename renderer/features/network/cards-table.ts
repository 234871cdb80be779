import { linkOf } from '#shared/domain/networks/cards.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { bondOf, type CardFacts, driverOf, type HostCard, linkColumns, linkSeen, sharingOf } from './card-words.ts';

/** For a spreadsheet: a line for each card, each fact in a column of its own. */
export function cardsTable(cards: readonly HostCard[], facts: Omit<CardFacts, 'host'>): readonly (readonly string[])[] {
  const head = [
    say.host,
    say.card,
    say.state,
    words.asOf,
    words.speed,
    words.duplex,
    say.partOf,
    say.mac,
    say.model,
    words.driver,
    say.bus,
    words.sriov,
  ];
  return [head, ...cards.map((card) => lineOf(card, { ...facts, host: card.host }))];
}

function lineOf(card: HostCard, facts: CardFacts): readonly string[] {
  const { inventory } = facts;
  const { pif, host } = card;
  const { card: model = '', pciBusPath = '' } = linkOf(inventory, pif) ?? {};
  const own = [bondOf(inventory, pif), pif.mac, model, driverOf(pif, facts), pciBusPath, sharingOf(pif, facts)];
  return [inventory.host.get(host)?.name ?? '', pif.device, ...linkColumns(linkSeen(card, facts)), ...own];
}
