import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '#engine/ports.ts';
import { type Document, type DocumentShape, openDocument } from '#engine/store/document.ts';
import type { WindowPlace } from './window-place.ts';

const content = z.object({
  place: z.object({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive(), isMaximized: z.boolean() }).nullable(),
});
const shape: DocumentShape<z.infer<typeof content>> = { version: 1, content, empty: { place: null }, upgrade: (saved) => saved };

export interface WindowMemory {
  readonly last: WindowPlace | undefined;
  keep(place: WindowPlace): Promise<void>;
}

/** A window opens anywhere rather than not at all, so nothing here fails. */
export async function openWindowMemory(setup: { readonly folder: string; readonly newId: () => string; readonly log: Log }): Promise<WindowMemory> {
  let file: Document<z.infer<typeof content>> | undefined;
  const tell = (error: unknown): void => setup.log.warn('window.memory', { error: error instanceof Error ? error.name : 'unknown' });
  try {
    file = await openDocument({ path: join(setup.folder, 'window.json'), shape, unique: setup.newId });
  } catch (error) {
    tell(error);
  }
  return {
    last: file?.current().place ?? undefined,
    async keep(place) {
      try {
        await file?.update(() => ({ place }));
      } catch (error) {
        tell(error);
      }
    },
  };
}
