const BLOCK = 512;
const NAME_BYTES = 100;

export interface TarHeader {
  readonly name: string;
  readonly size: number;
}

/** One file of an archive: header, content and padding. */
export function tarEntry(name: string, content: Uint8Array | string, modifiedSec = 0): Uint8Array {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const padding = (BLOCK - (bytes.length % BLOCK)) % BLOCK;
  return Buffer.concat([tarHeader({ name, size: bytes.length }, modifiedSec), bytes, Buffer.alloc(padding)]);
}

export function tarEnd(): Uint8Array {
  return Buffer.alloc(2 * BLOCK);
}

function tarHeader({ name, size }: TarHeader, modifiedSec: number): Uint8Array {
  if (Buffer.byteLength(name) > NAME_BYTES) throw new RangeError(`too long a name for a tar archive: ${name}`);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  };
  header.write(name, 0, 'utf8');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(modifiedSec), 136, 12);
  header.fill(' ', 148, 156);
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

function checksumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

export class TarError extends Error {
  override readonly name = 'TarError';
}

/** Undefined for the block of zeros that ends an archive. Throws TarError. */
export function readTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const text = (start: number, end: number): string => Buffer.from(block.subarray(start, end)).toString('utf8').split('\0')[0] ?? '';
  if (Number.parseInt(text(148, 156).trim(), 8) !== checksumOf(block)) throw new TarError('this is not a tar header');
  const size = Number.parseInt(text(124, 136).trim(), 8);
  if (!Number.isSafeInteger(size)) throw new TarError('a tar header without a size');
  return { name: text(0, NAME_BYTES), size };
}

export function paddingAfter(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

export const TAR_BLOCK_BYTES = BLOCK;
