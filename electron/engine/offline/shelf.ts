import { scheduler } from 'node:timers/promises';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import { readDatabase } from './read-database.ts';

export interface PoolFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** When its content was true, as far as anybody knows. */
  readonly takenAtMs: number;
}

/** Pools that are read from files: shown like any other, and nothing can be done to them. */
export interface Shelf {
  list(): readonly Server[];
  /** Throws DatabaseFileError, and then nothing was added. */
  add(file: PoolFile): Promise<ServerId>;
  inventory(server: ServerId): Inventory | undefined;
  /** False when it is not here. */
  remove(server: ServerId): boolean;
}

export interface ShelfSetup {
  readonly newId: () => string;
  readonly onChange: () => void;
  readonly onDelta: (server: ServerId, delta: Delta) => void;
}

export function createShelf({ newId, onChange, onDelta }: ShelfSetup): Shelf {
  const files = new Map<ServerId, { readonly server: Server; readonly inventory: Inventory }>();
  return {
    list: () => [...files.values()].map(({ server }) => server),
    async add({ name, bytes, takenAtMs }) {
      const { inventory, parts } = await readDatabase({ name, bytes });
      // Made here and in pools, and nowhere else.
      const id = newId() as ServerId;
      const state = { is: 'closed', sinceMs: takenAtMs, why: { kind: 'read-from-file', file: name } } as const;
      files.set(id, { server: { id, address: name, user: '', state }, inventory });
      onChange();
      for (const part of parts) {
        // It may have been closed again in between.
        if (files.has(id)) onDelta(id, part);
        await scheduler.yield();
      }
      return id;
    },
    inventory: (server) => files.get(server)?.inventory,
    remove(server) {
      const isHere = files.delete(server);
      if (isHere) onChange();
      return isHere;
    },
  };
}
