import { z } from 'zod';
import type { DocumentShape } from '#engine/store/document.ts';

export const WRITES = 1_000;

/** The filler grows with the count, so a half-written file cannot pass for a whole one. */
export const countShape: DocumentShape<{ readonly count: number; readonly filler: string }> = {
  version: 1,
  content: z.object({ count: z.number(), filler: z.string() }),
  empty: { count: 0, filler: '' },
  upgrade: (content) => content,
};
