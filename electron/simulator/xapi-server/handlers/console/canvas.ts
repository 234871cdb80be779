import { GLYPH_COLUMNS, GLYPH_ROWS, glyphOf } from './font.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Area extends Size {
  readonly x: number;
  readonly y: number;
}

/** A picture: 0xRRGGBB per pixel, rows from the top. */
export interface Frame extends Size {
  readonly pixels: Uint32Array;
}

export function blankFrame(size: Size, colour: number): Frame {
  return { ...size, pixels: new Uint32Array(size.width * size.height).fill(colour) };
}

/** What of `area` lies within `size`. */
export function clip(area: Area, size: Size): Area {
  const x = Math.max(0, area.x);
  const y = Math.max(0, area.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(area.x + area.width, size.width) - x),
    height: Math.max(0, Math.min(area.y + area.height, size.height) - y),
  };
}

export function fillArea(frame: Frame, area: Area, colour: number): void {
  const { x, y, width, height } = clip(area, frame);
  for (let row = y; row < y + height; row += 1) frame.pixels.fill(colour, row * frame.width + x, row * frame.width + x + width);
}

export interface Lettering {
  readonly x: number;
  readonly y: number;
  /** Side of one dot of the font. */
  readonly dot: number;
  readonly colour: number;
}

export function characterWidth(dot: number): number {
  return (GLYPH_COLUMNS + 1) * dot;
}

export function drawText(frame: Frame, text: string, { x, y, dot, colour }: Lettering): void {
  Array.from(text).forEach((character, position) => {
    glyphOf(character).forEach((column, dx) => {
      for (let dy = 0; dy < GLYPH_ROWS; dy += 1) {
        if ((column >> dy) % 2 === 1) {
          fillArea(frame, { x: x + position * characterWidth(dot) + dx * dot, y: y + dy * dot, width: dot, height: dot }, colour);
        }
      }
    });
  });
}
