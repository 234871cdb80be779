import { createZstdDecompress } from 'node:zlib';
import { type FileReading, machineInHead } from '#shared/domain/archives/xva-contents.ts';

/** What the head of a file that is packed so says of the machine in it. Throws where it does not unpack. */
export async function machineInZstd(packed: Uint8Array): Promise<FileReading> {
  return await machineInHead({ read: async (bytes, as) => (await unpacked(packed, bytes)).toString(as) });
}

/** No more is unpacked than is asked for, whatever a file promises to become. */
async function unpacked(packed: Uint8Array, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stream = createZstdDecompress();
  stream.once('error', reject);
  stream.on('data', (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length >= bytes) resolve();
  });
  // It is never ended: only its head is here, and that breaks off somewhere.
  stream.write(packed, () => resolve());
  await promise.finally(() => stream.destroy());
  if (length === 0) throw new RangeError('nothing can be unpacked');
  return Buffer.concat(parts).subarray(0, bytes);
}
