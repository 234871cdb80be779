import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { atomicFile } from './atomic-file.ts';
import { decodePicture, encodePicture, type Picture } from './picture-format.ts';

/** The last known state of each saved server's pool, for the time when the pool does not answer. */
export interface Pictures {
  /** undefined when there is none, or none that can be shown. */
  read(server: ServerId): Promise<Picture | undefined>;
  write(server: ServerId, of: { readonly inventory: Inventory; readonly takenAtMs: number }): Promise<void>;
  remove(server: ServerId): Promise<void>;
}

export const PICTURE_FOLDER = 'pictures';

export function createPictures(setup: { readonly folder: string; readonly newId: () => string }): Pictures {
  const last = new Map<ServerId, Promise<unknown>>();

  function pathOf(server: ServerId): string {
    // Encoded, so that no id names a file elsewhere.
    return join(setup.folder, PICTURE_FOLDER, `${encodeURIComponent(server)}.picture`);
  }

  /** One after another: a picture that is still being made must not appear after its removal. */
  async function inTurn<T>(server: ServerId, work: (path: string) => Promise<T>): Promise<T> {
    const before = last.get(server) ?? Promise.resolve();
    const done = before.then(async () => await work(pathOf(server)));
    // The next one waits but does not inherit a failure, which its own caller gets.
    last.set(
      server,
      done.catch(() => undefined),
    );
    return await done;
  }

  return {
    read: async (server) =>
      await inTurn(server, async (path) => {
        const bytes = await atomicFile(path, setup.newId).read();
        return bytes === undefined ? undefined : await decodePicture(bytes);
      }),
    write: async (server, { inventory, takenAtMs }) =>
      await inTurn(server, async (path) => await atomicFile(path, setup.newId).write(await encodePicture(inventory, takenAtMs))),
    remove: async (server) => await inTurn(server, async (path) => await rm(path, { force: true })),
  };
}
