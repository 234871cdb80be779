import type { Area, Frame } from './canvas.ts';
import { pixelBytes, type PixelFormat } from './pixel-format.ts';

export const ENCODING = { raw: 0, hextile: 5, desktopSize: -223 } as const;

export const TILE = 16;
const HEXTILE = { raw: 1, background: 2, foreground: 4, subrectangles: 8, coloured: 16 } as const;

/** Translates pixels for one client; colours are few and come again, so each is worked out once. */
export type PixelWriter = (colour: number) => readonly number[];

export function pixelWriter(format: PixelFormat): PixelWriter {
  const known = new Map<number, readonly number[]>();
  return (colour) => {
    const found = known.get(colour) ?? pixelBytes(format, colour);
    known.set(colour, found);
    return found;
  };
}

export function rectangleHead(area: Area, encoding: number): readonly number[] {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, area.x);
  view.setUint16(2, area.y);
  view.setUint16(4, area.width);
  view.setUint16(6, area.height);
  view.setInt32(8, encoding);
  return [...bytes];
}

export function encodeRaw(frame: Frame, area: Area, write: PixelWriter): Uint8Array {
  const pixelSize = write(0).length;
  const bytes = new Uint8Array(area.width * area.height * pixelSize);
  let at = 0;
  for (let y = area.y; y < area.y + area.height; y += 1) {
    for (let x = area.x; x < area.x + area.width; x += 1) {
      bytes.set(write(frame.pixels[y * frame.width + x] ?? 0), at);
      at += pixelSize;
    }
  }
  return bytes;
}

export function encodeHextile(frame: Frame, area: Area, write: PixelWriter): Uint8Array {
  const pieces: Uint8Array[] = [];
  let background: number | undefined;
  for (const tile of tilesOf(area)) {
    const encoded = encodeTile(frame, tile, { background, write });
    background = encoded.background;
    pieces.push(encoded.bytes);
  }
  return Buffer.concat(pieces);
}

function tilesOf(area: Area): readonly Area[] {
  const tiles: Area[] = [];
  for (let y = area.y; y < area.y + area.height; y += TILE) {
    for (let x = area.x; x < area.x + area.width; x += TILE) {
      tiles.push({ x, y, width: Math.min(TILE, area.x + area.width - x), height: Math.min(TILE, area.y + area.height - y) });
    }
  }
  return tiles;
}

interface Context {
  /** Carried from the tile before, unless that one was raw. */
  readonly background: number | undefined;
  readonly write: PixelWriter;
}

function encodeTile(frame: Frame, tile: Area, context: Context): { readonly bytes: Uint8Array; readonly background: number | undefined } {
  const { write } = context;
  const background = commonest(frame, tile);
  const runs = runsOf(frame, tile, background);
  const head = background === context.background ? [] : write(background);
  const backgroundBit = head.length === 0 ? 0 : HEXTILE.background;
  if (runs.length === 0) return { bytes: Uint8Array.from([backgroundBit, ...head]), background };
  const pixelSize = write(0).length;
  const coloured = 1 + head.length + 1 + runs.length * (pixelSize + 2);
  const raw = 1 + tile.width * tile.height * pixelSize;
  if (runs.length > 255 || coloured >= raw) {
    return { bytes: Buffer.concat([Uint8Array.of(HEXTILE.raw), encodeRaw(frame, tile, write)]), background: undefined };
  }
  const bits = backgroundBit | HEXTILE.subrectangles | HEXTILE.coloured;
  const body = runs.flatMap(({ x, y, width, colour }) => [...write(colour), ((x - tile.x) << 4) | (y - tile.y), (width - 1) << 4]);
  return { bytes: Uint8Array.from([bits, ...head, runs.length, ...body]), background };
}

function commonest(frame: Frame, tile: Area): number {
  const counts = new Map<number, number>();
  let best = frame.pixels[tile.y * frame.width + tile.x] ?? 0;
  for (let y = tile.y; y < tile.y + tile.height; y += 1) {
    for (let x = tile.x; x < tile.x + tile.width; x += 1) {
      const colour = frame.pixels[y * frame.width + x] ?? 0;
      const count = (counts.get(colour) ?? 0) + 1;
      counts.set(colour, count);
      if (count > (counts.get(best) ?? 0)) best = colour;
    }
  }
  return best;
}

interface Run {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly colour: number;
}

/** Stretches of one colour other than the background, row by row. */
function runsOf(frame: Frame, tile: Area, background: number): readonly Run[] {
  const runs: Run[] = [];
  for (let y = tile.y; y < tile.y + tile.height; y += 1) {
    for (let x = tile.x; x < tile.x + tile.width; ) {
      const colour = frame.pixels[y * frame.width + x] ?? 0;
      let end = x + 1;
      while (end < tile.x + tile.width && frame.pixels[y * frame.width + end] === colour) end += 1;
      if (colour !== background) runs.push({ x, y, width: end - x, colour });
      x = end;
    }
  }
  return runs;
}
