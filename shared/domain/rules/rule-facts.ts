import type { Access } from '#shared/domain/connection/permissions.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Rehearsals } from '#shared/domain/routes/rehearsal.ts';
import type { PoolIndex } from './pool-index.ts';

/** Whether there is anybody to ask: a connection, none at the moment, or only a file. */
export type LinkFact = 'live' | 'lost' | 'file';

/** What a rule may look at. The window and the engine have the same, each its own. */
export interface RuleFacts {
  readonly inventory: Inventory;
  readonly link: LinkFact;
  /** Undefined while nobody knows: then nothing is refused for it. */
  readonly access?: Access | undefined;
  /** How the ways to its hosts fared when they were tried; undefined where nobody keeps that. */
  readonly rehearsals?: Rehearsals | undefined;
  /** Of this very inventory, where somebody keeps one up; undefined when it has gone on to a later one. */
  readonly keptIndex?: (() => PoolIndex | undefined) | undefined;
}

export function linkOf(state: { readonly is: string; readonly why?: { readonly kind: string } }): LinkFact {
  if (state.is === 'live') return 'live';
  return state.why?.kind === 'read-from-file' ? 'file' : 'lost';
}
