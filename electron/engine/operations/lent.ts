import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { Rehearsals } from '#shared/domain/routes/rehearsal.ts';
import type { FindShell, HeldShell } from './host-shell.ts';

/** Writes over the beginning of a disk that nobody has open; throws what the server says against it. */
export type WriteDisk = (
  of: { readonly server: ServerId; readonly disk: RefOf<'vdi'>; readonly bytes: Uint8Array },
  signal: AbortSignal,
) => Promise<void>;

/** What an operation may need beyond the pool it is about. */
export interface Lent {
  readonly writeDisk: WriteDisk;
  readonly shellOf: FindShell;
  /** Looks for a way to a host's shell, for as long as it is held; undefined where none works. */
  readonly holdShell: (server: ServerId, host: HostRef, signal: AbortSignal) => Promise<HeldShell | undefined>;
  /** Undefined when there is no such server. */
  readonly poolOf: (server: ServerId) => PoolHandle | undefined;
  /** What a server is logged in with, for the moment of handing it on; undefined while it is not known. */
  readonly loginOf: (server: ServerId) => { readonly user: string; readonly password: string } | undefined;
  /** How the ways to its hosts fared when they were tried. */
  readonly rehearsalsOf: (server: ServerId) => Rehearsals;
  /** A server that is now a member of another pool is looked at there. */
  readonly leave: (server: ServerId) => Promise<void>;
}
