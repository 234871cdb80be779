import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { atomicFile } from '#engine/store/atomic-file.ts';
import { StoreError } from '#engine/store/store-error.ts';
import { type Operation, type OperationId, operationId, operationSchema } from '#shared/contract/calls/operation-calls.ts';

const VERSION = 1;
const FILE = 'operations.journal';
/** Longer than this it is written anew with only what still counts. */
const MOST_LINES = 5_000;

/** An operation and what is needed to take it back; nothing in either is secret. */
export interface Entry {
  readonly operation: Operation;
  readonly former?: string | readonly string[] | undefined;
  /** What its verb could not find out again after a crash. */
  readonly remembered?: readonly string[] | undefined;
}

const header = z.object({ version: z.number().int().positive() });
const line = z.union([
  z.object({
    operation: operationSchema,
    former: z.union([z.string(), z.array(z.string()).readonly()]).optional(),
    remembered: z.array(z.string()).readonly().optional(),
  }),
  z.object({ forgotten: z.array(operationId) }),
]);

/** What operations have come to, line after line, so that nothing that was begun is lost with the process. */
export interface Journal {
  /** As it was left, in the order things began. */
  readonly entries: readonly Entry[];
  /** On disk when it resolves. */
  write(entry: Entry): Promise<void>;
  forget(operations: readonly OperationId[]): Promise<void>;
  close(): Promise<void>;
}

export async function openJournal(setup: { readonly folder: string; readonly newId: () => string }): Promise<Journal> {
  const path = join(setup.folder, FILE);
  const file = atomicFile(path, setup.newId);
  const known = readLines(await file.read(), path);
  let lines = 0;
  let last: Promise<void> = Promise.resolve();

  async function rewrite(): Promise<void> {
    const all = [{ version: VERSION }, ...known.values()];
    await file.write(Buffer.from(all.map((each) => `${JSON.stringify(each)}\n`).join('')));
    lines = known.size;
  }

  async function append(text: string): Promise<void> {
    if (lines === 0 || lines >= MOST_LINES) return await rewrite();
    lines += 1;
    try {
      await mkdir(dirname(path), { recursive: true });
      await using handle = await open(path, 'a');
      await handle.writeFile(`${text}\n`);
      await handle.datasync();
    } catch (error) {
      throw new StoreError('unwritable', path, error);
    }
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = last.then(work);
    // The next one waits for this but does not inherit its failure, which its own caller gets.
    last = done.catch(() => undefined);
    return done;
  }

  return {
    entries: [...known.values()],
    async write(entry) {
      known.set(entry.operation.id, entry);
      await inTurn(async () => await append(JSON.stringify(entry)));
    },
    async forget(operations) {
      for (const id of operations) known.delete(id);
      await inTurn(async () => await append(JSON.stringify({ forgotten: operations })));
    },
    close: async () => await last,
  };
}

/** A last line that was cut short by a crash says nothing; every line before it is whole. */
function readLines(bytes: Buffer | undefined, path: string): Map<OperationId, Entry> {
  const known = new Map<OperationId, Entry>();
  const [first, ...rest] = (bytes?.toString('utf8') ?? '').split('\n');
  const version = header.safeParse(parse(first ?? ''));
  if (version.success && version.data.version > VERSION) throw new StoreError('newer-version', path);
  for (const text of rest) {
    const read = line.safeParse(parse(text));
    if (!read.success) continue;
    if ('forgotten' in read.data) for (const id of read.data.forgotten) known.delete(id);
    else known.set(read.data.operation.id, read.data);
  }
  return known;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut short or empty; whoever reads it sees that it fits nothing.
    return undefined;
  }
}
