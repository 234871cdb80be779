import type { Client } from '#shared/contract/client.ts';
import { type FileReading, machineInHead } from '#shared/domain/archives/xva-contents.ts';
import { contentOf } from './file-content.ts';

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
/** Packed, the description of a machine takes some kilobytes of it; of one with hundreds of snapshots a few hundred. */
const HEAD_BYTES = 1024 * 1024;

/** What a file says of the machine in it, by its head alone. */
export async function machineInFile(client: Client, file: Blob): Promise<FileReading> {
  try {
    if (await startsWith(file, ZSTD)) return await machineInZstd(client, file);
    const unpacked = (await startsWith(file, GZIP)) ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
    const reader = headReader(unpacked);
    try {
      return await machineInHead({ read: async (bytes, as) => new TextDecoder(as).decode(await reader.upTo(bytes)) });
    } finally {
      await reader.close();
    }
  } catch {
    // Not what it is named, or gone: the server says more of it than its head could.
    return { is: 'unread', why: 'broken' };
  }
}

/** No browser unpacks this; the engine does. */
async function machineInZstd(client: Client, file: Blob): Promise<FileReading> {
  const content = await contentOf(file.slice(0, HEAD_BYTES));
  const result = content === undefined ? undefined : await client.call('transfer.read-head', { content });
  return result?.ok === true ? result.value : { is: 'unread', why: 'broken' };
}

async function startsWith(file: Blob, wanted: readonly number[]): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, wanted.length).arrayBuffer());
  return wanted.every((byte, index) => bytes[index] === byte);
}

interface HeadReader {
  /** So many bytes from the beginning, or fewer where it ends. */
  upTo(count: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

function headReader(stream: ReadableStream<Uint8Array>): HeadReader {
  const reader = stream.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  return {
    async upTo(count) {
      while (length < count) {
        const part = await reader.read();
        if (part.done) break;
        parts.push(new Uint8Array(part.value));
        length += part.value.length;
      }
      return new Uint8Array(await new Blob(parts).arrayBuffer()).subarray(0, count);
    },
    close: async () => await reader.cancel(),
  };
}
