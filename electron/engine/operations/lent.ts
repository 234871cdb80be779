import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { FindShell } from './host-shell.ts';

/** What an operation may need beyond the pool it is about. */
export interface Lent {
  readonly shellOf: FindShell;
  /** Undefined when there is no such server. */
  readonly poolOf: (server: ServerId) => PoolHandle | undefined;
  /** What a server is logged in with, for the moment of handing it on; undefined while it is not known. */
  readonly loginOf: (server: ServerId) => { readonly user: string; readonly password: string } | undefined;
  /** A server that is now a member of another pool is looked at there. */
  readonly leave: (server: ServerId) => Promise<void>;
}
