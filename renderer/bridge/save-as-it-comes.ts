import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/kernel/result.ts';
import { saveBlob } from './save-file.ts';

/** Where a long stream goes while it comes. */
export interface FileTarget {
  write(bytes: Uint8Array): Promise<void>;
  /** Whole. */
  close(): Promise<void>;
  /** Broken off: nothing is left of it. */
  abort(): Promise<void>;
}

/** So much is gathered before the browser is given it to keep, on its own disk if it likes. */
const PIECE_BYTES = 8 * 1024 * 1024;

type Picker = (options: { readonly suggestedName: string }) => Promise<FileSystemFileHandle>;

/** The file a person picks; where the browser lets nobody pick one, what it keeps until it is whole. Undefined where they would rather not. */
export async function pickTarget(page: Window, name: string): Promise<FileTarget | undefined> {
  const picker: unknown = Reflect.get(page, 'showSaveFilePicker');
  if (typeof picker !== 'function') return gathering(page, name);
  try {
    // The lib of this compiler does not have it yet.
    const handle = await (picker as Picker).call(page, { suggestedName: name });
    return writing(await handle.createWritable());
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    if (error instanceof DOMException) return gathering(page, name);
    throw error;
  }
}

/** Where several files go, each under a name that nothing there has yet. */
export interface FolderTarget {
  file(name: string): Promise<{ readonly name: string; readonly target: FileTarget }>;
}

type FolderPicker = (options: { readonly mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

/** The folder a person picks; where the browser lets nobody pick one, its own for downloads. Undefined where they would rather not. */
export async function pickFolder(page: Window): Promise<FolderTarget | undefined> {
  const picker: unknown = Reflect.get(page, 'showDirectoryPicker');
  const downloads: FolderTarget = { file: async (name) => await Promise.resolve({ name, target: gathering(page, name) }) };
  if (typeof picker !== 'function') return downloads;
  try {
    const folder = await (picker as FolderPicker).call(page, { mode: 'readwrite' });
    return { file: async (name) => await fileIn(folder, name) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    if (error instanceof DOMException) return downloads;
    throw error;
  }
}

async function fileIn(folder: FileSystemDirectoryHandle, wanted: string): Promise<{ readonly name: string; readonly target: FileTarget }> {
  const name = await freeName(folder, wanted);
  const handle = await folder.getFileHandle(name, { create: true });
  const target = writing(await handle.createWritable());
  return {
    name,
    target: {
      ...target,
      async abort() {
        await target.abort();
        // It was made for this, and is empty.
        await folder.removeEntry(name);
      },
    },
  };
}

/** What lies there already is nobody's to write over. */
async function freeName(folder: FileSystemDirectoryHandle, wanted: string): Promise<string> {
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot <= 0 ? [wanted, ''] : [wanted.slice(0, dot), wanted.slice(dot)];
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${stem} (${count})${ending}`;
    if (!(await isThere(folder, name))) return name;
  }
}

async function isThere(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (error) {
    // A folder of that name is in the way as well.
    if (error instanceof DOMException && error.name === 'TypeMismatchError') return true;
    if (error instanceof DOMException && error.name === 'NotFoundError') return false;
    throw error;
  }
}

function writing(file: FileSystemWritableFileStream): FileTarget {
  return {
    // What is read may lie in memory that is used again; a copy is the file's own.
    write: async (bytes) => await file.write(new Uint8Array(bytes)),
    close: async () => await file.close(),
    abort: async () => await file.abort(),
  };
}

function gathering(page: Window, name: string): FileTarget {
  let pieces: Blob[] = [];
  let parts: BlobPart[] = [];
  let bytesHere = 0;
  function handOn(): void {
    pieces.push(new Blob(parts));
    parts = [];
    bytesHere = 0;
  }
  return {
    async write(bytes) {
      parts.push(new Uint8Array(bytes));
      bytesHere += bytes.length;
      if (bytesHere >= PIECE_BYTES) handOn();
      await Promise.resolve();
    },
    async close() {
      handOn();
      saveBlob(page, { name, content: new Blob(pieces, { type: 'application/octet-stream' }) });
      await Promise.resolve();
    },
    async abort() {
      pieces = [];
      parts = [];
      await Promise.resolve();
    },
  };
}

/** To its end, or nothing is left of it. */
export async function saveAsItComes(
  stream: ByteStream,
  { target, onBytes }: { readonly target: FileTarget; readonly onBytes: (count: number, atMs: number) => void },
): Promise<Result<undefined, Failure>> {
  try {
    for await (const part of stream.incoming) {
      await target.write(part);
      onBytes(part.length, Date.now());
    }
  } catch (error) {
    stream.stop({ kind: 'cancelled' });
    await target.abort();
    const ended = await stream.ended;
    // The stream was well, so it was the file: no room, or it is gone.
    if (ended.ok) throw error;
    return ended;
  }
  const ended = await stream.ended;
  await (ended.ok ? target.close() : target.abort());
  return ended;
}
