import { expect, test } from 'vitest';
import { chordOf, writesText } from '#renderer/app/commands/chord.ts';
import { type MenuEntry, menuMove } from '#renderer/ui/menu-entry.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
  [{ key: 'b', ctrlKey: true }, 'Ctrl+B'],
  [{ key: 'b', metaKey: true }, 'Ctrl+B'],
  [{ key: 'ArrowLeft', altKey: true }, 'Alt+Left'],
  [{ key: 'F6', shiftKey: true }, 'Shift+F6'],
  [{ key: ',', ctrlKey: true }, 'Ctrl+,'],
])('%o is written %s', (pressed, chord) => {
  expect(chordOf({ ...plain, ...pressed })).toBe(chord);
});

test('a letter belongs to the field, a function key and a chord do not', () => {
  expect(
    [{ key: 'a' }, { key: 'Delete' }, { key: 'F2' }, { key: 'k', ctrlKey: true }].map((pressed) => writesText({ ...plain, ...pressed })),
  ).toEqual([true, true, false, false]);
});

const entries: readonly MenuEntry[] = ['Start', 'Suspend', 'Copy'].map((label) => ({ id: label, label }));

test.each([
  [0, 'ArrowDown', 1],
  [2, 'ArrowDown', 0],
  [0, 'ArrowUp', 2],
  [1, 'Home', 0],
  [0, 'End', 2],
  [0, 's', 1],
  [1, 's', 0],
  [0, 'c', 2],
  [0, 'x', undefined],
  [0, 'Enter', undefined],
])('in a menu from line %i the key %s leads to %s', (at, key, to) => {
  expect(menuMove(entries, at, key)).toBe(to);
});
