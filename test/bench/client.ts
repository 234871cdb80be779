import type { FleetAddress } from './fleet.ts';

/** What a client is asked to do. */
export type ClientOrder =
  | { readonly is: 'sync'; readonly address: FleetAddress }
  | { readonly is: 'watch'; readonly address: FleetAddress }
  /** Its thread stands still, as it does in a process that is busy with something else. */
  | { readonly is: 'pause'; readonly ms: number }
  | { readonly is: 'heard' };

/** What loading a pool took. */
export interface SyncResult {
  readonly skeletonMs?: number;
  readonly firstTreeMs?: number;
  readonly completeMs: number;
  readonly stallMs: number;
  readonly cpuMs: number;
  readonly heapBytes: number;
  readonly connections: number;
  /** By the server's names of the classes. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What has been noticed since watching began. */
export interface HeardResult {
  /** When each new name was noticed, in milliseconds since the epoch; more than once when it was told more than once. */
  readonly renamed: readonly (readonly [name: string, atMs: number])[];
  readonly cpuMs: number;
  readonly counts: Readonly<Record<string, number>>;
}
