import { byNaturalOrder, isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { canBeShared, linkOf } from '#shared/domain/networks/cards.ts';
import { type SeenLink, seenLink } from '#shared/domain/networks/seen-link.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import type { HostWords, PoolWord } from './use-cards.ts';

type Pif = RecordOf<'pif'>;

export interface HostCard {
  readonly pif: Pif;
  readonly host: HostRef;
}

export interface CardFacts {
  readonly inventory: Inventory;
  readonly host: HostRef;
  readonly isNow: boolean;
  readonly pool: PoolWord;
  readonly asked: HostWords;
}

export function cardsOf(inventory: Inventory, host: HostRef): readonly HostCard[] {
  return [...inventory.pif.values()]
    .filter((pif) => pif.host === host && pif.isPhysical)
    .sort((a, b) => byNaturalOrder(a.device, b.device))
    .map((pif) => ({ pif, host }));
}

/** The device of the bond it is part of. */
export function bondOf(inventory: Inventory, { bondSlaveOf }: Pif): string {
  const master = bondSlaveOf === null ? null : (inventory.bond.get(bondSlaveOf)?.master ?? null);
  return master === null ? '' : (inventory.pif.get(master)?.device ?? '');
}

/** As the pool says; by the host itself where the pool has not said it. Empty for releases that do not know. */
export function driverOf(pif: Pif, { inventory, host, pool, asked }: CardFacts): string {
  const bus = linkOf(inventory, pif)?.pciBusPath;
  const word = asked.of.get(host);
  const own = word?.is === 'said' ? word.cards.find(({ device }) => device === pif.device)?.driver : undefined;
  return pool.said?.drivers.find((one) => one.host === host && one.bus === bus)?.driver ?? own ?? '';
}

/** Whether machines can have parts of it, and how many nobody has yet. */
export function sharingOf(pif: Pif, { inventory, pool, isNow }: CardFacts): string {
  const [sriov] = pif.sriovPhysicalOf;
  if (sriov === undefined) return canBeShared(pif) ? words.canBeShared : '';
  if (inventory.sriov.get(sriov)?.needsRestart === true) return words.sharedLater;
  return words.sharedFree(isNow ? pool.said?.shared.find((one) => one.sriov === sriov)?.free : undefined);
}

/** By whoever knows best: the pool while it hears from the host, else the host itself where it was asked. */
export function linkSeen({ pif, host }: HostCard, { inventory, isNow, asked }: CardFacts): SeenLink {
  const word = asked.of.get(host);
  return seenLink({
    device: pif.device,
    metrics: linkOf(inventory, pif),
    isNow: isNow && isHostLive(inventory, host),
    word: word?.is === 'asking' ? undefined : word,
  });
}

/** For a table: state, since when it is known where that is not now, speed and duplex. */
export function linkColumns(link: SeenLink): readonly string[] {
  const asOf = link.by === 'ssh' ? words.overSsh(link.atMs) : link.isNow ? '' : say.link.unknown;
  if (link.is !== 'up') return [words.links[link.is], asOf, '', ''];
  const duplex = link.isFullDuplex === undefined ? '' : say.duplex(link.isFullDuplex);
  return [words.links.up, asOf, link.speedMbit > 0 ? String(link.speedMbit) : '', duplex];
}
