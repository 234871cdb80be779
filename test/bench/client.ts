import { unreachable } from '#shared/kernel/unreachable.ts';
import { answerOrders } from './child.ts';
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

/** What every client can do. */
export interface Client {
  readonly sync: (address: FleetAddress) => Promise<SyncResult>;
  readonly watch: (address: FleetAddress) => Promise<void>;
  readonly heard: () => HeardResult;
}

export function serveOrders({ sync, watch, heard }: Client): void {
  async function obey(order: ClientOrder): Promise<object> {
    switch (order.is) {
      case 'sync':
        return await sync(order.address);
      case 'watch':
        await watch(order.address);
        return {};
      case 'pause':
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, order.ms);
        return {};
      case 'heard':
        return heard();
      default:
        return unreachable(order);
    }
  }
  // Sent by the benchmark itself.
  answerOrders(async (order) => await obey(order as ClientOrder));
}
