import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { type Counting, counting, handOn, sumOf, takeIn } from './counted.ts';
import { query, type Talk } from './talk.ts';

interface On {
  readonly stream: ByteStream;
  readonly signal: AbortSignal;
}

/** What a pool and its hosts are when everything in them is lost: their database, and their own systems. */
export interface Archives {
  database(input: StreamInput<'pool.database'>, on: On): Promise<void>;
  /** Ends well when the server has taken the file, or would; it restarts into it half a minute later. */
  restoreDatabase(input: StreamInput<'pool.restore-database'>, on: On): Promise<void>;
  hostBackup(input: StreamInput<'host.backup'>, on: On): Promise<void>;
  hostRestore(input: StreamInput<'host.restore'>, on: On): Promise<void>;
}

interface Passing {
  readonly server: ServerId;
  readonly transfer: string;
  readonly label: string;
  readonly path: (task: TaskRef) => string;
  readonly host?: HostRef;
  /** Of what is sent; absent: something is fetched. */
  readonly lengthBytes?: number;
}

export interface ArchivesSetup {
  readonly talk: Talk;
  readonly inventoryOf: (server: ServerId) => Inventory;
  readonly remember: (transfer: string, sum: { readonly bytes: number; readonly sha256: string }) => void;
}

export function createArchives({ talk, inventoryOf, remember }: ArchivesSetup): Archives {
  async function pass({ server, transfer, label, path, host, lengthBytes }: Passing, on: On): Promise<void> {
    const count: Counting = counting();
    const work = async (task: TaskRef): Promise<void> => {
      const where = { path: path(task), ...(host !== undefined && { host }) };
      const request = lengthBytes === undefined ? ({ ...where, method: 'GET' } as const) : ({ ...where, method: 'PUT', lengthBytes } as const);
      await talk.ask(server, request, {
        signal: on.signal,
        work: async (socket) => await (lengthBytes === undefined ? handOn(socket, on.stream, count) : takeIn(on.stream, socket, count)),
      });
    };
    await talk.underTask({ server, label, transfer }, work, on);
    remember(transfer, sumOf(count));
  }

  const nameOf = (server: ServerId, host: HostRef): string => inventoryOf(server).host.get(host)?.name ?? '';

  return {
    async database({ server, transfer }, on) {
      await pass({ server, transfer, label: 'Backup of the pool database', path: (task) => `/pool/xmldbdump?${query({ task_id: task })}` }, on);
    },
    async restoreDatabase({ server, transfer, lengthBytes, isDryRun }, on) {
      const label = isDryRun ? 'Trying a backup of the pool database' : 'Restoring the pool database';
      const path = (task: TaskRef): string => `/pool/xmldbdump?${query({ ...(isDryRun && { dry_run: 'true' }), task_id: task })}`;
      await pass({ server, transfer, label, path, lengthBytes }, on);
    },
    async hostBackup({ server, host, transfer }, on) {
      await pass(
        { server, transfer, host, label: `Backup of ${nameOf(server, host)}`, path: (task) => `/host_backup?${query({ task_id: task })}` },
        on,
      );
    },
    async hostRestore({ server, host, transfer, lengthBytes }, on) {
      const path = (task: TaskRef): string => `/host_restore?${query({ task_id: task })}`;
      await pass({ server, transfer, host, label: `Backup for ${nameOf(server, host)}`, path, lengthBytes }, on);
    },
  };
}
