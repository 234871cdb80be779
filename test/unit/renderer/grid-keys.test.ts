import { describe, expect, test } from 'vitest';
import { gridMove, picked } from '#renderer/ui/grid-keys.ts';

describe('keys', () => {
  test.each([
    ['ArrowDown', 3, 4],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 0, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['PageDown', 5, 9],
    ['PageUp', 5, 2],
    ['x', 5, undefined],
  ])('%s from %i leads to %s', (key, active, to) => {
    expect(gridMove({ count: 10, active, pageRows: key === 'PageUp' ? 3 : 20 }, key)).toBe(to);
  });

  test('in an empty grid no key leads anywhere', () => {
    expect(gridMove({ count: 0, active: -1, pageRows: 20 }, 'ArrowDown')).toBeUndefined();
  });
});

describe('selection', () => {
  // Row 2 is a heading, which cannot be selected.
  const keyOf = (index: number): string | undefined => (index === 2 ? undefined : `row-${index}`);
  const nothing = { keys: new Set<string>(), anchor: -1 };

  test('a range goes from where it began, in both directions, and leaves headings out', () => {
    const first = picked(nothing, 'only', { index: 3, keyOf });
    expect(picked(first, 'range', { index: 1, keyOf })).toEqual({ keys: new Set(['row-1', 'row-3']), anchor: 3 });
    expect(picked(picked(first, 'range', { index: 1, keyOf }), 'range', { index: 5, keyOf })).toEqual({
      keys: new Set(['row-3', 'row-4', 'row-5']),
      anchor: 3,
    });
  });

  test('one more, and one less', () => {
    const two = picked(picked(nothing, 'only', { index: 0, keyOf }), 'toggle', { index: 4, keyOf });
    expect(two.keys).toEqual(new Set(['row-0', 'row-4']));
    expect(picked(two, 'toggle', { index: 0, keyOf }).keys).toEqual(new Set(['row-4']));
  });

  test('going over a heading selects nothing', () => {
    expect(picked(nothing, 'only', { index: 2, keyOf }).keys).toEqual(new Set());
  });
});
