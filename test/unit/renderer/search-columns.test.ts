import { expect, test } from 'vitest';
import { noFilter } from '#shared/domain/search/filter.ts';
import type { Search } from '#shared/domain/search/search.ts';
import type { MenuGroup } from '#renderer/ui/menu-entry.ts';
import { columnMenu, columnPicker, groupMenu, movedTo } from '#renderer/features/search/column-menu.ts';

const search: Search = { kinds: ['vm'], filter: noFilter, columns: ['name', 'cpu', 'host'], sort: [], groups: [] };

/** What the search becomes when an entry is chosen; undefined when there is no such entry. */
function chosen(groupsOf: (change: (next: Search) => void) => readonly MenuGroup[], id: string): Search | undefined {
  let result: Search | undefined;
  const groups = groupsOf((next) => {
    result = next;
  });
  const entries = groups.flat().flatMap((entry) => [entry, ...(entry.groups?.flat() ?? [])]);
  entries.findLast((entry) => entry.id === id)?.onChoose?.();
  return result;
}

test('a column takes the place of another, in both directions', () => {
  expect(movedTo(search.columns, 'host', 'name')).toEqual(['host', 'name', 'cpu']);
  expect(movedTo(search.columns, 'name', 'host')).toEqual(['cpu', 'host', 'name']);
  expect(movedTo(search.columns, 'uuid', 'host')).toEqual(search.columns);
});

test('the menu of the first column offers no way to the left, that of the last none to the right', () => {
  expect(chosen((change) => columnMenu(search, 'name', change), 'left')).toBeUndefined();
  expect(chosen((change) => columnMenu(search, 'host', change), 'right')).toBeUndefined();
  expect(chosen((change) => columnMenu(search, 'cpu', change), 'left')?.columns).toEqual(['cpu', 'name', 'host']);
});

test('the picker shows and hides, and the last column stays', () => {
  expect(chosen((change) => columnPicker(search, [], change), 'uuid')?.columns).toEqual(['name', 'cpu', 'host', 'uuid']);
  expect(chosen((change) => columnPicker(search, [], change), 'cpu')?.columns).toEqual(['name', 'host']);
  expect(chosen((change) => columnPicker({ ...search, columns: ['cpu'] }, [], change), 'cpu')?.columns).toEqual(['cpu']);
});

test('objects are grouped by one thing, then by another within', () => {
  const byPool = chosen((change) => groupMenu(search, change), 'pool');
  expect(byPool?.groups).toEqual(['pool']);
  expect(chosen((change) => groupMenu(byPool ?? search, change), 'host')?.groups).toEqual(['pool', 'host']);
  expect(chosen((change) => groupMenu(byPool ?? search, change), 'none')?.groups).toEqual([]);
});
