import { expect, test } from 'vitest';
import { treeRows } from '#shared/domain/tree/rows.ts';
import { treeMove } from '#renderer/features/tree/tree-keys.ts';
import { anInventory } from '#test/support/inventories.ts';

const inventory = anInventory({ pool: 'Paris', hosts: { h1: {}, h2: {} }, vms: { a: { on: 'h1' }, b: { on: 'h2' } } });
// Paris, h1, a, h2 (folded)
const rows = treeRows([{ id: 's', address: 's', state: 'live', inventory }], { folded: new Set(['s/h2']), filter: '' });

test.each([
  ['ArrowDown', 0, { do: 'go', index: 1 }],
  ['ArrowDown', 3, { do: 'go', index: 3 }],
  ['ArrowUp', 0, { do: 'go', index: 0 }],
  ['ArrowDown', -1, { do: 'go', index: 0 }],
  ['Home', 3, { do: 'go', index: 0 }],
  ['End', 0, { do: 'go', index: 3 }],
  ['PageDown', 0, { do: 'go', index: 2 }],
  ['PageUp', 3, { do: 'go', index: 1 }],
  ['ArrowRight', 0, { do: 'go', index: 1 }],
  ['ArrowRight', 3, { do: 'fold', key: 's/h2', isFolded: false }],
  ['ArrowRight', 2, undefined],
  ['ArrowLeft', 2, { do: 'go', index: 1 }],
  ['ArrowLeft', 1, { do: 'fold', key: 's/h1', isFolded: true }],
  ['ArrowLeft', 3, { do: 'go', index: 0 }],
  ['x', 0, undefined],
])('%s on row %i', (key, index, move) => {
  expect(treeMove(rows, { index, key, pageRows: 2 })).toEqual(move);
});
