import { type ByteStream, StreamStopped } from '#shared/contract/byte-stream.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/kernel/result.ts';
import { saveStream } from './save-file.ts';

/** Where a person wants a file; what is written takes its name only when it is closed. */
interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** What browsers call it that let pages write to a file as it comes; others only take it as a whole. */
interface FilePicker {
  showSaveFilePicker?(options: { readonly suggestedName: string }): Promise<{ createWritable(): Promise<Sink> }>;
}

export type Saving = { readonly is: 'file'; readonly sink: Sink } | { readonly is: 'download' } | { readonly is: 'given-up' };

/** Asks where to; only right after somebody has pressed something. */
export async function chooseFile(page: Window, suggestedName: string): Promise<Saving> {
  const picker = page as Window & FilePicker;
  if (picker.showSaveFilePicker === undefined) return { is: 'download' };
  try {
    const handle = await picker.showSaveFilePicker({ suggestedName });
    return { is: 'file', sink: await handle.createWritable() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return { is: 'given-up' };
    throw error;
  }
}

interface Receiving {
  readonly name: string;
  readonly stream: ByteStream;
}

/** Takes a stream to its end, piece by piece; a file that did not come whole is none. */
export async function receiveFile(page: Window, saving: Saving, { name, stream }: Receiving): Promise<Result<undefined, Failure>> {
  if (saving.is !== 'file') return await saveStream(page, { name, stream });
  const { sink } = saving;
  try {
    for await (const part of stream.incoming) {
      // What is read may lie in memory that is used again.
      await sink.write(new Uint8Array(part));
    }
    const ended = await stream.ended;
    await (ended.ok ? sink.close() : sink.abort());
    return ended;
  } catch (error) {
    stream.stop();
    await sink.abort();
    if (error instanceof StreamStopped) return await stream.ended;
    throw error;
  }
}

interface Sending {
  readonly file: Blob;
  readonly stream: ByteStream;
}

/** Sends a file as fast as it is taken. */
export async function sendFile({ file, stream }: Sending): Promise<Result<undefined, Failure>> {
  try {
    const reader = file.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      await stream.write(part.value);
    }
    stream.end();
  } catch (error) {
    stream.stop();
    if (!(error instanceof StreamStopped)) throw error;
  }
  return await stream.ended;
}
