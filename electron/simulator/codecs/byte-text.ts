/**
 * The real server's strings are bytes, and a client can send ones that are not UTF-8. Such a byte is kept as
 * a lone surrogate U+DC80..U+DCFF, which no valid text contains, and becomes the same byte again on its way out.
 */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    // Not UTF-8 as a whole; the slow way finds which bytes are not.
    return decodePiecewise(bytes);
  }
}

function decodePiecewise(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) {
      text += escapedByte(bytes[index] ?? 0);
      index += 1;
      continue;
    }
    text += strict.decode(bytes.subarray(index, index + length));
    index += length;
  }
  return text;
}

/** Length of the valid UTF-8 sequence at `index`, 0 when there is none. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  try {
    strict.decode(bytes.subarray(index, index + length));
    return first >= 0xc2 ? length : 0;
  } catch {
    return 0;
  }
}

export function escapedByte(byte: number): string {
  return String.fromCharCode(0xdc00 + byte);
}

const ESCAPED = /[\udc80-\udcff]/;

/** Whether the text stands for bytes that are not UTF-8. */
export function hasEscapedBytes(text: string): boolean {
  return !text.isWellFormed() && ESCAPED.test(text);
}

export function bytesOfText(text: string): Uint8Array {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const parts: Uint8Array[] = [];
  // The surrogates of a pair match together as one character under the u flag, so only lone ones split.
  for (const part of text.split(/([\udc80-\udcff])/u)) {
    parts.push(part.length === 1 && ESCAPED.test(part) ? Uint8Array.of(part.charCodeAt(0) - 0xdc00) : Buffer.from(part, 'utf8'));
  }
  return Buffer.concat(parts);
}

const CHUNK_BYTES = 1 << 20;
/** UTF-8 takes at most three bytes for one unit of a string. */
const BYTES_PER_UNIT = 3;

/** Pieces one after the other, in buffers of about a megabyte. */
export function chunksOfPieces(pieces: readonly string[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let buffer = Buffer.allocUnsafe(0);
  let used = 0;
  for (const piece of pieces) {
    const room = piece.length * BYTES_PER_UNIT;
    if (used + room > buffer.length) {
      chunks.push(buffer.subarray(0, used));
      buffer = Buffer.allocUnsafe(Math.max(room, pieces.length > 1000 ? CHUNK_BYTES : room));
      used = 0;
    }
    if (piece.isWellFormed()) used += buffer.write(piece, used, 'utf8');
    else used += copyInto(buffer, used, bytesOfText(piece));
  }
  chunks.push(buffer.subarray(0, used));
  return chunks.filter((chunk) => chunk.length > 0);
}

function copyInto(buffer: Buffer, at: number, bytes: Uint8Array): number {
  buffer.set(bytes, at);
  return bytes.length;
}
