import type { HostRef } from '#shared/domain/inventory/watched.ts';

/** A row of what hosts have found. */
export interface TestedHost {
  readonly ref: HostRef;
  readonly name: string;
  readonly isMaster: boolean;
  /** Of the master's clock; undefined until both have been read. */
  readonly secondsAhead: number | undefined;
}
