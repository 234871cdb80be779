import { icnsOf, icoOf, type SizedPng } from './containers.ts';
import { draw } from './draw.ts';
import { pngOf } from './png.ts';
import { type Drawing, readDrawing } from './read-drawing.ts';

const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const windowsSizes = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const macSizes = [16, 32, 64, 128, 256, 512, 1024];
/** macOS draws its icons on a plate that leaves a tenth of the field free on every side. */
const MAC_FREE_SHARE = 0.1;

/** Every file of the icon set by its name, drawn from the mark the window shows. */
export function iconSet(svg: string): ReadonlyMap<string, Buffer> {
  const drawing = readDrawing(svg);
  return new Map([
    ...pictures(drawing, linuxSizes).map(({ size, png }) => [`${size}x${size}.png`, png] as const),
    ['icon.ico', icoOf(pictures(drawing, windowsSizes))],
    ['icon.icns', icnsOf(pictures(drawing, macSizes, MAC_FREE_SHARE))],
  ]);
}

function pictures(drawing: Drawing, sizes: readonly number[], freeShare = 0): SizedPng[] {
  return sizes.map((size) => ({ size, png: pngOf(draw(drawing, size, freeShare)) }));
}
