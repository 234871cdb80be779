import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Receiver } from '#shared/domain/rules/arrival-rules.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { accessStore } from './access-store.ts';
import type { Target } from './command.ts';
import { inventoryStore } from './inventory-store.ts';
import { rulesNow } from './problems-now.ts';

export type KnownPool = Pick<Target, 'server' | 'inventory'>;

/** Every other pool that could be asked now. */
export function otherPools(own: ServerId): readonly KnownPool[] {
  const { servers, inventories } = inventoryStore.getState();
  return servers.flatMap((server) => {
    const inventory = inventories.get(server.id);
    return server.id === own || inventory === undefined || linkOf(server.state) !== 'live' ? [] : [{ server, inventory }];
  });
}

export function receiverOf({ server, inventory }: KnownPool): Receiver & { readonly server: string } {
  return {
    server: server.id,
    inventory,
    link: linkOf(server.state),
    access: accessStore.getState().get(server.id),
    placement: () => rulesNow({ server, inventory }).placement(),
  };
}
