import { join } from 'node:path';
import { z } from 'zod';
import { type Document, openDocument } from '#engine/store/document.ts';
import type { PersonWord } from '#shared/domain/diagnosis/believed.ts';

const hostWord = z.object({
  /** Its installation's id. */
  host: z.string(),
  name: z.string(),
  atMs: z.number(),
  by: z.string(),
  looked: z.string(),
  takenBackAtMs: z.number().optional(),
});
const content = z.object({ words: z.array(hostWord) });
type Content = z.infer<typeof content>;
type HostWord = z.infer<typeof hostWord>;

/** Older ones are no proof any more; they are kept so that one can read what a repair rested on. */
const MOST_WORDS = 500;

/** Who has said of which host that it is off, when, and what they looked at. Nothing is ever taken out of it. */
export interface WordBook {
  /** The last one that stands. */
  of(host: string): PersonWord | undefined;
  say(word: Omit<HostWord, 'takenBackAtMs'>): Promise<void>;
  takeBack(host: string, atMs: number): Promise<void>;
}

export async function openWordBook(setup: { readonly folder: string; readonly newId: () => string }): Promise<WordBook> {
  const file: Document<Content> = await openDocument({
    path: join(setup.folder, 'host-words.json'),
    shape: { version: 1, content, empty: { words: [] }, upgrade: (saved) => saved },
    unique: setup.newId,
  });
  return {
    of(host) {
      const last = file.current().words.findLast((word) => word.host === host);
      if (last === undefined || last.takenBackAtMs !== undefined) return undefined;
      const { atMs, by, looked } = last;
      return { atMs, by, looked };
    },
    say: async (word) => await file.update(({ words }) => ({ words: [...words, word].slice(-MOST_WORDS) })),
    async takeBack(host, atMs) {
      const stands = (word: HostWord): boolean => word.host === host && word.takenBackAtMs === undefined;
      await file.update(({ words }) => ({ words: words.map((word) => (stands(word) ? { ...word, takenBackAtMs: atMs } : word)) }));
    },
  };
}
