import type { Area, Frame, Size } from './canvas.ts';

/** No colour: differs from every pixel. */
const NEVER_SHOWN = 0xff_ff_ff_ff;

/** A client that cannot follow a change of size keeps seeing its corner of the picture. */
export function fitted(frame: Frame, size: Size): Frame {
  if (frame.width === size.width && frame.height === size.height) return frame;
  const pixels = new Uint32Array(size.width * size.height);
  for (let y = 0; y < Math.min(size.height, frame.height); y += 1) {
    const row = frame.pixels.subarray(y * frame.width, y * frame.width + Math.min(size.width, frame.width));
    pixels.set(row, y * size.width);
  }
  return { ...size, pixels };
}

/** What the client has on its screen: only what was sent is new. */
export function merged(before: Frame | undefined, after: Frame, areas: readonly Area[]): Frame {
  const pixels = before?.pixels.slice() ?? new Uint32Array(after.pixels.length).fill(NEVER_SHOWN);
  for (const { x, y, width, height } of areas) {
    for (let row = y; row < y + height; row += 1) {
      const at = row * after.width + x;
      pixels.set(after.pixels.subarray(at, at + width), at);
    }
  }
  return { ...after, pixels };
}
