import { type ByteStream, StreamStopped } from '#shared/contract/byte-stream.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/kernel/result.ts';

interface Sending {
  readonly file: Blob;
  readonly stream: ByteStream;
  readonly onBytes?: ((count: number, atMs: number) => void) | undefined;
}

/** Sends a file as fast as it is taken. */
export async function sendFile({ file, stream, onBytes }: Sending): Promise<Result<undefined, Failure>> {
  try {
    const reader = file.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      await stream.write(part.value);
      onBytes?.(part.value.length, Date.now());
    }
    stream.end();
  } catch (error) {
    stream.stop();
    if (!(error instanceof StreamStopped)) throw error;
  }
  return await stream.ended;
}
