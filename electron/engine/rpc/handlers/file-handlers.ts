import type { Shelf } from '#engine/offline/shelf.ts';
import type { Clock } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';

export function fileHandlers(shelf: Shelf, clock: Clock): HandlersOf<'pool.open-file'> {
  return {
    'pool.open-file': async ({ name, content, takenAtMs = clock.now() }) => ({
      server: await shelf.add({ name, bytes: Buffer.from(content, 'base64'), takenAtMs }),
    }),
  };
}
