import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef } from '#shared/domain/inventory/watched.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { KeptPaths } from '#shared/domain/placement/paths.ts';
import type { HostWord, LinkState } from './marks.ts';

/** One connection as the tree is told of it. */
export interface TreeServer {
  readonly id: string;
  readonly address: string;
  /** A file is one that nobody can connect to: it says what it said when it was written. */
  readonly state: 'connecting' | 'live' | 'stale' | 'closed' | 'file';
  /** Since when it is not live. */
  readonly sinceMs?: number | undefined;
  readonly inventory: Inventory;
  /** What is known of hosts beyond what their pool says; a host that is not here is taken at the pool's word. */
  readonly words?: ReadonlyMap<HostRef, HostWord> | undefined;
}

/** A connection with what is worked out once for all its objects. */
export interface TreePool {
  readonly server: TreeServer;
  readonly paths: KeptPaths;
  readonly nowMs: number;
}

export function linkOf({ state, inventory }: TreeServer): LinkState {
  if (state === 'live' || state === 'file') return state;
  // A picture of a pool whose connection is being made anew is as old as before.
  return state === 'connecting' && onlyPool(inventory) === undefined ? 'connecting' : 'lost';
}

export function wordOf(server: TreeServer, host: HostRef): HostWord {
  return server.words?.get(host) ?? { is: isHostLive(server.inventory, host) ? 'live' : 'dark' };
}

export function masterOf(inventory: Inventory): Host | undefined {
  const master = onlyPool(inventory)?.pool.master ?? null;
  return master === null ? undefined : inventory.host.get(master);
}
