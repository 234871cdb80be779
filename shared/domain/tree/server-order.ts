import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { topItem } from './items.ts';

interface OrderedServer {
  readonly id: string;
  readonly address: string;
  readonly inventory: Inventory;
}

/** Pools, then hosts in no pool, then what nothing is known about yet; each by name. */
export function inTreeOrder<S extends OrderedServer>(servers: readonly S[]): readonly S[] {
  const places = servers.map((server) => ({ server, ...placeOf(server) }));
  return places.sort((a, b) => (a.rank === b.rank ? byNaturalOrder(a.name, b.name) : a.rank - b.rank)).map(({ server }) => server);
}

function placeOf({ id, address, inventory }: OrderedServer): { readonly rank: number; readonly name: string } {
  const item = topItem(id, inventory);
  switch (item.is) {
    case 'pool':
      return { rank: 0, name: inventory.pool.get(item.ref)?.name ?? '' };
    case 'host':
      return { rank: 1, name: inventory.host.get(item.ref)?.name ?? '' };
    default:
      return { rank: 2, name: address };
  }
}
