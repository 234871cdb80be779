import { join } from 'node:path';
import { z } from 'zod';
import type { Clock, Timer } from '#engine/ports.ts';
import { type Document, type DocumentShape, openDocument } from './document.ts';

const entries = z.array(z.tuple([z.string(), z.json()]));
export type ViewValue = z.infer<ReturnType<typeof z.json>>;

const shape: DocumentShape<z.infer<typeof entries>> = { version: 1, content: entries, empty: [], upgrade: (saved) => saved };

/** What was written longest ago goes first. */
const MOST_ENTRIES = 400;
const MOST_CHARACTERS = 4 * 1024 * 1024;
/** Widths and folds change many times a second while they are dragged; on disk they are wanted only at the next start. */
const WRITE_AFTER_MS = 1_000;

/** What the window wants to find again as it left it. Small, bounded, and nobody's loss if it is gone. */
export interface ViewMemory {
  get(key: string): Promise<ViewValue | undefined>;
  /** Without a value the key is forgotten. */
  set(key: string, value: ViewValue | undefined): Promise<void>;
  /** Writes what is not on disk yet. */
  close(): Promise<void>;
}

export interface ViewMemorySetup {
  readonly folder: string;
  readonly newId: () => string;
  readonly clock: Clock;
  /** A full disk must not disturb whoever only moved a column. */
  readonly onFailure: (error: unknown) => void;
}

export function createViewMemory(setup: ViewMemorySetup): ViewMemory {
  let opening: Promise<Map<string, ViewValue>> | undefined;
  let file: Document<z.infer<typeof entries>> | undefined;
  let timer: Timer | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function open(): Promise<Map<string, ViewValue>> {
    try {
      file = await openDocument({ path: join(setup.folder, 'view.json'), shape, unique: setup.newId });
      return new Map(file.current());
    } catch (error) {
      // Of a later release, or unreadable: remembered until the app ends, and the file stays as it is.
      setup.onFailure(error);
      return new Map();
    }
  }

  async function kept(): Promise<Map<string, ViewValue>> {
    opening ??= open();
    return await opening;
  }

  function write(): void {
    timer = undefined;
    writing = kept().then(async (values) => {
      try {
        await file?.update(() => [...values]);
      } catch (error) {
        setup.onFailure(error);
      }
    });
  }

  return {
    get: async (key) => (await kept()).get(key),
    async set(key, value) {
      const values = await kept();
      values.delete(key);
      if (value !== undefined) values.set(key, value);
      makeRoom(values);
      timer ??= setup.clock.after(WRITE_AFTER_MS, write);
    },
    async close() {
      timer?.cancel();
      if (timer !== undefined) write();
      await writing;
    },
  };
}

function makeRoom(values: Map<string, ViewValue>): void {
  let characters = 0;
  for (const [key, value] of [...values].toReversed()) {
    characters += JSON.stringify(value).length;
    if (characters > MOST_CHARACTERS) values.delete(key);
  }
  for (const key of [...values.keys()].slice(0, Math.max(0, values.size - MOST_ENTRIES))) values.delete(key);
}
