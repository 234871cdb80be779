import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Area, placeToOpen } from '#hosting/window-place.ts';

const screen: Area = { x: 0, y: 0, width: 1920, height: 1040 };
const area = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  width: fc.integer({ min: 200, max: 5000 }),
  height: fc.integer({ min: 200, max: 5000 }),
});

test('a window that fits opens exactly where it was', () => {
  const saved = { x: 30, y: 40, width: 1200, height: 800, isMaximized: true };
  expect(placeToOpen(saved, [screen])).toEqual(saved);
});

test('a window bigger than the screen is cut down to it', () => {
  expect(placeToOpen({ x: 0, y: 0, width: 4000, height: 3000, isMaximized: false }, [screen])).toMatchObject({ width: 1920, height: 1040 });
});

test('nothing is known of a window that was never placed', () => {
  expect(placeToOpen(undefined, [screen])).toBeUndefined();
});

test('a window that is placed can always be got hold of', () => {
  fc.assert(
    fc.property(area, fc.array(area, { maxLength: 3 }), (saved, screens) => {
      const place = placeToOpen({ ...saved, isMaximized: false }, screens);
      if (place === undefined) return;
      const isReachable = screens.some(
        ({ x, y, width, height }) => place.x + place.width >= x + 120 && place.x <= x + width - 120 && place.y >= y && place.y <= y + height - 32,
      );
      expect(isReachable).toBe(true);
    }),
  );
});
