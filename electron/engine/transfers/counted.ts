import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { ByteStream } from '#shared/contract/byte-stream.ts';

/** What has passed so far. */
export interface Counting {
  readonly digest: Hash;
  readonly sent: { bytes: number };
}

export function counting(): Counting {
  return { digest: createHash('sha256'), sent: { bytes: 0 } };
}

/** To be asked once all has passed. */
export function sumOf({ digest, sent }: Counting): { readonly bytes: number; readonly sha256: string } {
  return { bytes: sent.bytes, sha256: digest.digest('hex') };
}

export async function handOn(socket: Duplex, stream: ByteStream, { digest, sent }: Counting): Promise<void> {
  for await (const part of socket) {
    // Without an encoding set, a socket gives bytes.
    const bytes = part as Uint8Array;
    digest.update(bytes);
    sent.bytes += bytes.length;
    await stream.write(bytes);
  }
}

export async function takeIn(stream: ByteStream, socket: Duplex, { digest, sent }: Counting): Promise<void> {
  for await (const bytes of stream.incoming) {
    if (!socket.writable) break;
    digest.update(bytes);
    sent.bytes += bytes.length;
    if (!socket.write(bytes)) await room(socket);
  }
  socket.end();
}

/** Until more can be written, or nothing ever can. */
export async function room(socket: Duplex): Promise<void> {
  if (socket.destroyed) return;
  const over = new AbortController();
  try {
    await Promise.race([once(socket, 'drain', over), once(socket, 'close', over)]);
  } finally {
    over.abort();
  }
}
