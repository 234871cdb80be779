import { expect, test } from 'vitest';
import { ResourceTree } from '#shared/domain/tree/resource-tree.ts';
import { ordinaryOptions } from '#shared/domain/tree/tree-options.ts';
import { rowsBetween, siblingsOf, treeMove, typedAhead } from '#renderer/features/tree/tree-keys.ts';
import { anInventory } from '#test/support/inventories.ts';

const inventory = anInventory({ pool: 'Paris', hosts: { h1: {}, h2: {} }, vms: { a: { on: 'h1' }, b: { on: 'h2' } } });
// Paris, h1, a, h2 (folded)
const folds = new Map([['h2-uuid', false]]);
const rows = new ResourceTree({ view: 'infrastructure', options: ordinaryOptions, opensAtFirst: () => true, folds });
rows.put({ id: 's', address: 's', state: 'live', inventory }, { nowMs: 0 });

test.each([
  ['ArrowDown', 0, { do: 'go', index: 1, how: 'select' }],
  ['ArrowDown', 3, { do: 'go', index: 3, how: 'select' }],
  ['ArrowUp', 0, { do: 'go', index: 0, how: 'select' }],
  ['ArrowDown', -1, { do: 'go', index: 0, how: 'select' }],
  ['Home', 3, { do: 'go', index: 0, how: 'select' }],
  ['End', 0, { do: 'go', index: 3, how: 'select' }],
  ['PageDown', 0, { do: 'go', index: 2, how: 'select' }],
  ['PageUp', 3, { do: 'go', index: 1, how: 'select' }],
  ['Shift+ArrowDown', 1, { do: 'go', index: 2, how: 'extend' }],
  ['Ctrl+ArrowDown', 1, { do: 'go', index: 2, how: 'focus' }],
  ['ArrowRight', 0, { do: 'go', index: 1, how: 'select' }],
  ['ArrowRight', 3, { do: 'fold', key: 's/h2', isOpen: true }],
  ['ArrowRight', 2, undefined],
  ['ArrowLeft', 2, { do: 'go', index: 1, how: 'select' }],
  ['ArrowLeft', 1, { do: 'fold', key: 's/h1', isOpen: false }],
  ['ArrowLeft', 3, { do: 'go', index: 0, how: 'select' }],
  ['*', 1, { do: 'open-siblings' }],
  [' ', 1, { do: 'toggle' }],
  ['Ctrl+a', 1, { do: 'select-siblings' }],
  ['a', 1, undefined],
  ['Shift+F10', 1, { do: 'menu' }],
  ['F10', 1, undefined],
  ['ContextMenu', 1, { do: 'menu' }],
  ['Enter', 1, { do: 'run' }],
  ['Tab', 1, undefined],
  ['F2', 1, undefined],
])('%s on row %i', (chord, index, move) => {
  const key = chord.replace(/^(Shift|Ctrl)\+/, '');
  const press = { key, shiftKey: chord.startsWith('Shift+'), ctrlKey: chord.startsWith('Ctrl+') };
  expect(treeMove(rows, { index, press, pageRows: 2 })).toEqual(move);
});

test('siblings are the rows with the same parent, whatever lies open between them', () => {
  expect(siblingsOf(rows, 3).map(({ name }) => name)).toEqual(['h1', 'h2']);
  expect(siblingsOf(rows, 0).map(({ name }) => name)).toEqual(['Paris']);
  expect(siblingsOf(rows, -1)).toEqual([]);
});

test('typing leads to the next name that begins so, around the end', () => {
  const from = (index: number, typed: string) => typedAhead(rows, { index, typed });
  expect([from(0, 'h'), from(1, 'h'), from(3, 'h'), from(1, 'h2'), from(3, 'h2'), from(0, 'x')]).toEqual([1, 3, 1, 3, 3, undefined]);
});

test('a range is the same from either end', () => {
  expect(rowsBetween(rows, 3, 1)).toEqual(rowsBetween(rows, 1, 3));
  expect(rowsBetween(rows, 1, 3).map(({ name }) => name)).toEqual(['h1', 'a', 'h2']);
});
