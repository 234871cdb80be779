/** How a client wants its pixels (RFC 6143 section 7.4). */
export interface PixelFormat {
  readonly bytesPerPixel: 1 | 2 | 4;
  readonly depth: number;
  readonly isBigEndian: boolean;
  /** False: pixels are indexes into a colour map the server sends. */
  readonly isTrueColour: boolean;
  readonly red: Channel;
  readonly green: Channel;
  readonly blue: Channel;
}

interface Channel {
  readonly max: number;
  readonly shift: number;
}

export const PIXEL_FORMAT_BYTES = 16;

export const NATIVE_FORMAT: PixelFormat = {
  bytesPerPixel: 4,
  depth: 24,
  isBigEndian: false,
  isTrueColour: true,
  red: { max: 255, shift: 16 },
  green: { max: 255, shift: 8 },
  blue: { max: 255, shift: 0 },
};

/** What stands in the colour map: three bits each of red and green, two of blue. */
const MAPPED_FORMAT: PixelFormat = {
  ...NATIVE_FORMAT,
  bytesPerPixel: 1,
  depth: 8,
  red: { max: 7, shift: 0 },
  green: { max: 7, shift: 3 },
  blue: { max: 3, shift: 6 },
};

export function writePixelFormat(format: PixelFormat): Uint8Array {
  const bytes = new Uint8Array(PIXEL_FORMAT_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set([format.bytesPerPixel * 8, format.depth, format.isBigEndian ? 1 : 0, format.isTrueColour ? 1 : 0]);
  view.setUint16(4, format.red.max);
  view.setUint16(6, format.green.max);
  view.setUint16(8, format.blue.max);
  bytes.set([format.red.shift, format.green.shift, format.blue.shift], 10);
  return bytes;
}

/** Undefined for a format no server can serve. */
export function readPixelFormat(bytes: Uint8Array): PixelFormat | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bytesPerPixel = view.getUint8(0) / 8;
  if (bytesPerPixel !== 1 && bytesPerPixel !== 2 && bytesPerPixel !== 4) return undefined;
  const isTrueColour = view.getUint8(3) !== 0;
  if (!isTrueColour) return bytesPerPixel === 1 ? { ...MAPPED_FORMAT, isTrueColour } : undefined;
  return {
    bytesPerPixel,
    depth: view.getUint8(1),
    isBigEndian: view.getUint8(2) !== 0,
    isTrueColour,
    red: { max: view.getUint16(4), shift: view.getUint8(10) },
    green: { max: view.getUint16(6), shift: view.getUint8(11) },
    blue: { max: view.getUint16(8), shift: view.getUint8(12) },
  };
}

function scaledTo(channel: Channel, level: number): number {
  return (Math.round((level * channel.max) / 255) << channel.shift) >>> 0;
}

/** The bytes of one pixel; `colour` is 0xRRGGBB. */
export function pixelBytes(format: PixelFormat, colour: number): readonly number[] {
  const value =
    (scaledTo(format.red, (colour >> 16) & 0xff) | scaledTo(format.green, (colour >> 8) & 0xff) | scaledTo(format.blue, colour & 0xff)) >>> 0;
  const little = Array.from({ length: format.bytesPerPixel }, (_, index) => (value >>> (8 * index)) & 0xff);
  return format.isBigEndian ? little.toReversed() : little;
}

/** SetColourMapEntries with every index. */
export function colourMapMessage(): Uint8Array {
  const entries = 256;
  const bytes = new Uint8Array(6 + 6 * entries);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 1);
  view.setUint16(4, entries);
  for (let index = 0; index < entries; index += 1) {
    const levels = [MAPPED_FORMAT.red, MAPPED_FORMAT.green, MAPPED_FORMAT.blue].map(({ max, shift }) => ((index >> shift) & max) / max);
    levels.forEach((level, channel) => view.setUint16(6 + 6 * index + 2 * channel, Math.round(level * 0xffff)));
  }
  return bytes;
}
