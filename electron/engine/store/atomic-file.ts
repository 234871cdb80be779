import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StoreError } from './store-error.ts';

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const UNFINISHED = '.new';

/**
 * A file that is either as it was or as it was meant to be, whatever happens in between: written beside,
 * flushed, then renamed over. Only its owner can read it.
 */
export interface AtomicFile {
  /** undefined when there is none yet. */
  read(): Promise<Buffer | undefined>;
  /** Writes are done one after another, in the order they were asked for. */
  write(bytes: Uint8Array): Promise<void>;
  /** Moves a file that makes no sense out of the way, and says where it went. */
  setAside(): Promise<string>;
}

export function atomicFile(path: string, unique: () => string): AtomicFile {
  let last: Promise<void> = Promise.resolve();

  async function replace(bytes: Uint8Array): Promise<void> {
    const unfinished = `${path}.${unique()}${UNFINISHED}`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
      await writeFlushed(unfinished, bytes);
      await rename(unfinished, path);
      await flushFolder(dirname(path));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw new StoreError('unwritable', path, error);
    }
  }

  return {
    async read() {
      try {
        return await readFile(path);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw new StoreError('unreadable', path, error);
      }
    },
    write(bytes) {
      const written = last.then(() => replace(bytes));
      // The next write waits for this one but does not inherit its failure, which its own caller gets.
      last = written.catch(() => undefined);
      return written;
    },
    async setAside() {
      const target = `${path}.damaged-${unique()}`;
      try {
        await rename(path, target);
      } catch (error) {
        throw new StoreError('unwritable', path, error);
      }
      return target;
    },
  };
}

/** Removes what a process that died in the middle of a write left beside its files. */
export async function removeUnfinished(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return;
    throw new StoreError('unreadable', folder, error);
  }
  const unfinished = names.filter((name) => name.endsWith(UNFINISHED));
  await Promise.all(unfinished.map((name) => rm(join(folder, basename(name)), { force: true })));
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx', OWNER_ONLY_FILE);
  await file.writeFile(bytes);
  await file.sync();
}

async function flushFolder(folder: string): Promise<void> {
  // Windows can neither open nor needs to flush a folder: its rename is journalled with the file.
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
