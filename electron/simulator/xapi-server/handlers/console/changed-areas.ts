import type { Area, Frame } from './canvas.ts';
import { TILE } from './encode-rectangle.ts';

/** The tiles of `area` that look different now, side by side ones joined. */
export function changedAreas(before: Frame, after: Frame, area: Area): readonly Area[] {
  const changed: Area[] = [];
  for (let y = area.y; y < area.y + area.height; y += TILE) {
    const height = Math.min(TILE, area.y + area.height - y);
    let open: Area | undefined;
    for (let x = area.x; x < area.x + area.width; x += TILE) {
      const tile = { x, y, width: Math.min(TILE, area.x + area.width - x), height };
      if (!isChanged(before, after, tile)) {
        open = undefined;
        continue;
      }
      if (open !== undefined) changed.pop();
      open = open === undefined ? tile : { ...open, width: open.width + tile.width };
      changed.push(open);
    }
  }
  return changed;
}

function isChanged(before: Frame, after: Frame, tile: Area): boolean {
  for (let y = tile.y; y < tile.y + tile.height; y += 1) {
    for (let x = tile.x; x < tile.x + tile.width; x += 1) {
      const at = y * after.width + x;
      if (before.pixels[at] !== after.pixels[at]) return true;
    }
  }
  return false;
}
