import { z } from 'zod';
import { type AtomicFile, atomicFile } from './atomic-file.ts';
import { StoreError } from './store-error.ts';

/** How one kind of file looks, and how its older versions become the present one. */
export interface DocumentShape<T> {
  readonly version: number;
  readonly content: z.ZodType<T>;
  readonly empty: T;
  /** Brings content of `version` one version forward; called until the present version is reached. */
  readonly upgrade: (content: unknown, version: number) => unknown;
}

/** What was found when the document was opened. A damaged file is kept, never overwritten. */
export type Found = { readonly is: 'as-saved' } | { readonly is: 'new' } | { readonly is: 'damaged'; readonly keptAt: string };

export interface Document<T> {
  readonly found: Found;
  current(): T;
  /** Takes effect for readers at once; the promise tells when it is safely on disk. */
  update(change: (content: T) => T): Promise<void>;
}

const envelope = z.object({ version: z.number().int().positive(), content: z.unknown() });

/** Opens a versioned JSON file; throws StoreError when it cannot be read or a later release wrote it. */
export async function openDocument<T>(setup: { path: string; shape: DocumentShape<T>; unique: () => string }): Promise<Document<T>> {
  const file = atomicFile(setup.path, setup.unique);
  const start = await load(file, setup.path, setup.shape);
  let content = start.content;
  return {
    found: start.found,
    current: () => content,
    update(change) {
      content = change(content);
      return file.write(encode(setup.shape.version, content));
    },
  };
}

async function load<T>(file: AtomicFile, path: string, shape: DocumentShape<T>): Promise<{ content: T; found: Found }> {
  const bytes = await file.read();
  if (bytes === undefined) return { content: shape.empty, found: { is: 'new' } };
  const opened = envelope.safeParse(parseJson(bytes));
  if (opened.success && opened.data.version > shape.version) throw new StoreError('newer-version', path);
  const content = opened.success ? decode(opened.data, shape) : undefined;
  if (content !== undefined) return { content: content.value, found: { is: 'as-saved' } };
  return { content: shape.empty, found: { is: 'damaged', keptAt: await file.setAside() } };
}

function decode<T>(saved: z.infer<typeof envelope>, shape: DocumentShape<T>): { readonly value: T } | undefined {
  let content = saved.content;
  for (let version = saved.version; version < shape.version; version += 1) content = shape.upgrade(content, version);
  const checked = shape.content.safeParse(content);
  return checked.success ? { value: checked.data } : undefined;
}

function encode(version: number, content: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify({ version, content }, undefined, 2)}\n`, 'utf8');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // Not JSON at all is one more way to be damaged; the caller keeps the file.
    return undefined;
  }
}
