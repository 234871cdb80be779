import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { canBeShared, type Card, cardsCalled, linkOf } from '#shared/domain/networks/cards.ts';
import type { Problem } from './problem.ts';

const RESTRICTION = 'restrict_network_sriov';

/** A host without such a card stays outside; one that has it must be able to share it. */
export function sriovProblems({ device }: { readonly device: string }, inventory: Inventory): readonly Problem[] {
  const cards = [...cardsCalled(inventory, device)]
    .map(([host, card]) => ({ ...card, host: inventory.host.get(host)?.name ?? '' }))
    .toSorted((a, b) => byNaturalOrder(a.host, b.host));
  const isRestricted = onlyPool(inventory)?.pool.restrictions[RESTRICTION] === 'true';
  return [
    ...(isRestricted ? [{ rule: 'no-sriov-licence' } as const] : []),
    ...(cards.length > 0 ? [] : [...inventory.host.values()].map(({ name }) => ({ rule: 'no-such-card', device, host: name }) as const)),
    ...cards.flatMap(({ pif, host }) => cardProblems(pif, { device, host })),
    ...modelProblems(cards, { device, inventory }),
  ];
}

function cardProblems(pif: Card['pif'], at: { readonly device: string; readonly host: string }): readonly Problem[] {
  return [
    ...(canBeShared(pif) ? [] : [{ rule: 'card-not-shareable', ...at } as const]),
    ...(pif.sriovPhysicalOf.length > 0 ? [{ rule: 'card-is-shared', ...at } as const] : []),
    ...(pif.bondSlaveOf === null ? [] : [{ rule: 'card-is-bonded', ...at } as const]),
  ];
}

/** The server compares what the makers call a card, not what it is named. */
function modelProblems(
  cards: readonly Card[],
  { device, inventory }: { readonly device: string; readonly inventory: Inventory },
): readonly Problem[] {
  const models = new Map(
    cards.flatMap(({ pif }) => {
      const link = canBeShared(pif) ? linkOf(inventory, pif) : undefined;
      return link === undefined ? [] : [[`${link.vendorId}:${link.cardId}`, link.card] as const];
    }),
  );
  return models.size < 2 ? [] : [{ rule: 'cards-differ', device, models: [...models.values()].toSorted(byNaturalOrder) }];
}

/** Names of the networks that are tags on what stands for a shared card; the server takes none of them along. */
export function tagsOnShared(network: RefOf<'network'>, inventory: Inventory): readonly string[] {
  const shared = new Set([...inventory.pif].flatMap(([ref, pif]) => (pif.network === network && pif.sriovLogicalOf.length > 0 ? [ref] : [])));
  const names = [...inventory.vlan.values()].flatMap(({ taggedPif, untaggedPif }) => {
    const above = taggedPif !== null && shared.has(taggedPif) && untaggedPif !== null ? inventory.pif.get(untaggedPif)?.network : undefined;
    return above === undefined || above === null ? [] : (inventory.network.get(above)?.name ?? []);
  });
  return [...new Set(names)].toSorted(byNaturalOrder);
}
