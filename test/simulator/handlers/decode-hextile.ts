interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Reader {
  byte(): number;
  pixel(): number;
}

const isSet = (bits: number, bit: number): boolean => (bits & bit) !== 0;

/** A second reading of the encoding (RFC 6143 section 7.7.4), four bytes a pixel. Throws when bytes are left over. */
export function decodeHextile(bytes: Buffer, size: { readonly width: number; readonly height: number }): Buffer {
  const picture = Buffer.alloc(size.width * size.height * 4);
  let at = 0;
  const reader: Reader = {
    byte: () => bytes.readUInt8(at++),
    pixel() {
      at += 4;
      return bytes.readUInt32LE(at - 4);
    },
  };
  const fill = (area: Area, colour: number): void => {
    for (let y = area.y; y < area.y + area.height; y += 1) {
      for (let x = area.x; x < area.x + area.width; x += 1) picture.writeUInt32LE(colour, (y * size.width + x) * 4);
    }
  };
  const decodeTile = tileDecoder(reader, fill);
  for (let y = 0; y < size.height; y += 16) {
    for (let x = 0; x < size.width; x += 16) {
      decodeTile({ x, y, width: Math.min(16, size.width - x), height: Math.min(16, size.height - y) });
    }
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes too many`);
  return picture;
}

function tileDecoder(reader: Reader, fill: (area: Area, colour: number) => void): (tile: Area) => void {
  let background = 0;
  let foreground = 0;

  function decodeRaw(tile: Area): void {
    for (let y = tile.y; y < tile.y + tile.height; y += 1) {
      for (let x = tile.x; x < tile.x + tile.width; x += 1) fill({ x, y, width: 1, height: 1 }, reader.pixel());
    }
  }

  return (tile) => {
    const bits = reader.byte();
    if (isSet(bits, 1)) {
      decodeRaw(tile);
      return;
    }
    if (isSet(bits, 2)) background = reader.pixel();
    if (isSet(bits, 4)) foreground = reader.pixel();
    fill(tile, background);
    for (let count = isSet(bits, 8) ? reader.byte() : 0; count > 0; count -= 1) {
      const colour = isSet(bits, 16) ? reader.pixel() : foreground;
      const place = reader.byte();
      const extent = reader.byte();
      fill({ x: tile.x + (place >> 4), y: tile.y + (place & 15), width: (extent >> 4) + 1, height: (extent & 15) + 1 }, colour);
    }
  };
}
