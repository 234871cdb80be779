import { join } from 'node:path';
import { z } from 'zod';
import { type SavedServer, savedServer } from '#shared/contract/calls/saved-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { type Document, type DocumentShape, type Found, openDocument } from './document.ts';

const storedServer = savedServer.omit({ name: true }).extend({ givenName: z.string(), poolName: z.string(), poolUuid: z.string().nullable() });
export type StoredServer = z.infer<typeof storedServer>;

const content = z.object({ servers: z.array(storedServer) });
type Content = z.infer<typeof content>;

const shape: DocumentShape<Content> = { version: 1, content, empty: { servers: [] }, upgrade: (saved) => saved };

/** The servers the user wants to find again, with the certificates that were confirmed. No passwords. */
export interface SavedServers {
  readonly found: Found;
  list(): readonly StoredServer[];
  get(id: ServerId): StoredServer | undefined;
  /** In the place of the one with the same id, or at the end. */
  put(server: StoredServer): Promise<void>;
  /** False when it is not there any more. */
  change(id: ServerId, how: (server: StoredServer) => StoredServer): Promise<boolean>;
  remove(ids: readonly ServerId[]): Promise<void>;
}

export async function openSavedServers(setup: { readonly folder: string; readonly newId: () => string }): Promise<SavedServers> {
  const file: Document<Content> = await openDocument({ path: join(setup.folder, 'servers.json'), shape, unique: setup.newId });
  const get = (id: ServerId): StoredServer | undefined => file.current().servers.find((server) => server.id === id);
  return {
    found: file.found,
    list: () => file.current().servers,
    get,
    async put(server) {
      await file.update(({ servers }) =>
        servers.some(({ id }) => id === server.id)
          ? { servers: servers.map((other) => (other.id === server.id ? server : other)) }
          : { servers: [...servers, server] },
      );
    },
    async change(id, how) {
      if (get(id) === undefined) return false;
      await file.update(({ servers }) => ({ servers: servers.map((server) => (server.id === id ? how(server) : server)) }));
      return true;
    },
    async remove(ids) {
      await file.update(({ servers }) => ({ servers: servers.filter(({ id }) => !ids.includes(id)) }));
    },
  };
}

/** What crosses the table: all but what is only for recognising the pool again. */
export function shown({ poolUuid: _own, givenName, poolName, ...server }: StoredServer): SavedServer {
  return { ...server, name: givenName || poolName || server.address };
}
