import type { Drawing, Shape } from './read-drawing.ts';

/** Four bytes a pixel: red, green, blue, opacity. */
export interface Picture {
  readonly size: number;
  readonly pixels: Uint8Array;
}

/** Below this edges between two pixels blur the whole mark, so they are moved onto the grid. */
const SMALLEST_TRUE_SIZE = 64;

/** Draws at this many pixels, leaving a share of the size free on every side. */
export function draw(drawing: Drawing, size: number, freeShare = 0): Picture {
  const scale = (size * (1 - 2 * freeShare)) / drawing.size;
  const start = size * freeShare;
  const onGrid = size < SMALLEST_TRUE_SIZE ? Math.round : (at: number): number => at;
  const place = (at: number): number => onGrid(start + at * scale);
  const pixels = new Uint8Array(size * size * 4);
  for (const shape of drawing.shapes) {
    paint(
      { size, pixels },
      {
        ...shape,
        left: place(shape.left),
        top: place(shape.top),
        right: place(shape.right),
        bottom: place(shape.bottom),
        radius: shape.radius * scale,
      },
    );
  }
  return { size, pixels };
}

function paint({ size, pixels }: Picture, shape: Shape): void {
  for (let y = Math.max(0, Math.floor(shape.top)); y < Math.min(size, Math.ceil(shape.bottom)); y++) {
    for (let x = Math.max(0, Math.floor(shape.left)); x < Math.min(size, Math.ceil(shape.right)); x++) {
      const opacity = shape.opacity * coverage(shape, x + 0.5, y + 0.5);
      if (opacity > 0) blend(pixels.subarray((y * size + x) * 4), shape.colour, opacity);
    }
  }
}

/** How much of the pixel around this point lies inside: told from the distance of the point to the shape's edge. */
function coverage(shape: Shape, x: number, y: number): number {
  const halfWidth = (shape.right - shape.left) / 2;
  const halfHeight = (shape.bottom - shape.top) / 2;
  const radius = Math.min(shape.radius, halfWidth, halfHeight);
  const beyondX = Math.abs(x - shape.left - halfWidth) - halfWidth + radius;
  const beyondY = Math.abs(y - shape.top - halfHeight) - halfHeight + radius;
  const distance = Math.hypot(Math.max(beyondX, 0), Math.max(beyondY, 0)) + Math.min(Math.max(beyondX, beyondY), 0) - radius;
  return Math.min(1, Math.max(0, 0.5 - distance));
}

function blend(pixel: Uint8Array, colour: Shape['colour'], opacity: number): void {
  const below = ((pixel[3] ?? 0) / 255) * (1 - opacity);
  const total = opacity + below;
  colour.forEach((part, at) => {
    pixel[at] = Math.round((part * opacity + (pixel[at] ?? 0) * below) / total);
  });
  pixel[3] = Math.round(total * 255);
}
