import { expect, test } from 'vitest';
import { noFilter } from '#shared/domain/search/filter.ts';
import type { Search } from '#shared/domain/search/search.ts';
import type { MenuGroup } from '#renderer/ui/menu-entry.ts';
import { fittingColumns, leastOf } from '#renderer/features/search/column-widths.ts';
import { columnMenu, columnPicker, groupMenu, movedTo } from '#renderer/features/search/column-menu.ts';

const search: Search = { kinds: ['vm'], filter: noFilter, columns: ['name', 'cpu', 'host'], sort: [], groups: [] };

const picking = { servers: [], leftOut: [], onBring: () => undefined };

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
  expect(chosen((change) => columnPicker({ ...picking, search }, change), 'uuid')?.columns).toEqual(['name', 'cpu', 'host', 'uuid']);
  expect(chosen((change) => columnPicker({ ...picking, search }, change), 'cpu')?.columns).toEqual(['name', 'host']);
  expect(chosen((change) => columnPicker({ ...picking, search: { ...search, columns: ['cpu'] } }, change), 'cpu')?.columns).toEqual(['cpu']);
});

test('objects are grouped by one thing, then by another within', () => {
  const byPool = chosen((change) => groupMenu(search, change), 'pool');
  expect(byPool?.groups).toEqual(['pool']);
  expect(chosen((change) => groupMenu(byPool ?? search, change), 'host')?.groups).toEqual(['pool', 'host']);
  expect(chosen((change) => groupMenu(byPool ?? search, change), 'none')?.groups).toEqual([]);
});

test('columns that have no room are left out, the least important first, and come back when somebody chooses them', () => {
  const columns = ['name', 'cpu', 'memory', 'address', 'disks', 'network', 'uptime', 'host', 'ha'] as const;
  const needed = columns.reduce((sum, column) => sum + leastOf(column, {}), 0);
  expect(fittingColumns(columns, {}, needed)).toEqual(columns);
  expect(fittingColumns(columns, {}, needed - 1)).toEqual(columns.slice(0, -1));
  expect(fittingColumns(columns, {}, 733)).toEqual(['name', 'cpu', 'memory', 'address', 'uptime', 'host']);
  expect(fittingColumns(columns, { ha: 88 }, 733)).toContain('ha');
  expect(fittingColumns(columns, {}, 10)).toEqual(['name']);
});

test('the picker brings a column without room back instead of hiding it', () => {
  const brought: string[] = [];
  const groups = columnPicker({ ...picking, search, leftOut: ['host'], onBring: (column) => brought.push(column) }, () => brought.push('changed'));
  const entry = groups.flat().find(({ id }) => id === 'host');
  entry?.onChoose?.();
  expect([entry?.isChecked, brought]).toEqual([false, ['host']]);
});
