import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/kernel/result.ts';

/** Long enough for the browser to begin; after that the bytes are only in the way. */
const HANDED_OVER_MS = 60_000;

/** Takes a stream to its end and hands it to the browser as a file, or nothing at all if it breaks off. */
export async function saveStream(page: Window, file: { readonly name: string; readonly stream: ByteStream }): Promise<Result<undefined, Failure>> {
  const { name, stream } = file;
  const parts: BlobPart[] = [];
  try {
    // What is read may lie in memory that is used again; a copy is the blob's own.
    for await (const part of stream.incoming) parts.push(new Uint8Array(part));
  } catch {
    // How it ended says why.
    return await stream.ended;
  }
  const ended = await stream.ended;
  if (ended.ok) handOver(page, name, new Blob(parts, { type: 'application/octet-stream' }));
  return ended;
}

/** Text that is already here. */
export function saveText(page: Window, file: { readonly name: string; readonly text: string }): void {
  handOver(page, file.name, new Blob([file.text], { type: 'text/plain' }));
}

export function saveBlob(page: Window, file: { readonly name: string; readonly content: Blob }): void {
  handOver(page, file.name, file.content);
}

function handOver(page: Window, name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = page.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  page.setTimeout(() => URL.revokeObjectURL(address), HANDED_OVER_MS);
}
