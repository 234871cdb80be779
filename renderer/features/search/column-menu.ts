import { type ColumnId, columnIds } from '#shared/domain/search/columns.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import { groupColumns, type Search, sortedBy } from '#shared/domain/search/search.ts';
import { fieldsOf } from '#shared/domain/organization/organized.ts';
import { columnText, searchText } from '#shared/text/search-text.ts';
import type { MenuGroup } from '#renderer/ui/menu-entry.ts';

type Change = (search: Search) => void;

/** What can be done with one column. */
export function columnMenu(search: Search, column: ColumnId, change: Change): readonly MenuGroup[] {
  const at = search.columns.indexOf(column);
  const beside = (by: number) => () => {
    const place = search.columns[at + by];
    if (place !== undefined) change({ ...search, columns: movedTo(search.columns, column, place) });
  };
  return [
    [
      { id: 'up', label: searchText.sortUp, onChoose: () => change({ ...search, sort: [{ column, down: false }] }) },
      { id: 'down', label: searchText.sortDown, onChoose: () => change({ ...search, sort: [{ column, down: true }] }) },
      { id: 'also', label: searchText.sortAlso, onChoose: () => change({ ...search, sort: sortedBy(search.sort, column, true) }) },
    ],
    [
      ...(at > 0 ? [{ id: 'left', label: searchText.moveLeft, onChoose: beside(-1) }] : []),
      ...(at < search.columns.length - 1 ? [{ id: 'right', label: searchText.moveRight, onChoose: beside(1) }] : []),
      ...(search.columns.length > 1 ? [{ id: 'hide', label: searchText.hide, onChoose: () => change(withColumn(search, column)) }] : []),
    ],
  ];
}

/** One column takes another's place; the others make room. */
export function movedTo(columns: readonly ColumnId[], moved: string, place: string): readonly ColumnId[] {
  const [from, to] = [columns.findIndex((id) => id === moved), columns.findIndex((id) => id === place)];
  const column = columns[from];
  if (column === undefined || to < 0) return columns;
  return columns.toSpliced(from, 1).toSpliced(to, 0, column);
}

/** Shows it, or hides it when it is shown. */
function withColumn(search: Search, column: ColumnId): Search {
  const isShown = search.columns.includes(column);
  const columns = isShown ? search.columns.filter((id) => id !== column) : [...search.columns, column];
  return columns.length === 0 ? search : { ...search, columns };
}

interface Pickable {
  readonly search: Search;
  readonly servers: readonly SearchServer[];
  /** Columns of the search that have no room now. */
  readonly leftOut: readonly ColumnId[];
  readonly onBring: (column: ColumnId) => void;
}

/** Every column there is, with the custom fields somebody uses. */
export function columnPicker({ search, servers, leftOut, onBring }: Pickable, change: Change): readonly MenuGroup[] {
  const entry = (column: ColumnId) => {
    const isLeftOut = leftOut.includes(column);
    return {
      id: column,
      label: isLeftOut ? searchText.noRoom(columnText(column)) : columnText(column),
      isChecked: search.columns.includes(column) && !isLeftOut,
      onChoose: () => (isLeftOut ? onBring(column) : change(withColumn(search, column))),
    };
  };
  return [columnIds.map(entry), customFields(servers).map(entry)];
}

/** Grouping by one more thing, within what it is grouped by already. */
export function groupMenu(search: Search, change: Change): readonly MenuGroup[] {
  const [first] = search.groups;
  const none = { id: 'none', label: searchText.noGroup, isChecked: first === undefined, onChoose: () => change({ ...search, groups: [] }) };
  const by = groupColumns.map((column) => ({
    id: column,
    label: columnText(column),
    isChecked: first === column,
    onChoose: () => change({ ...search, groups: [column] }),
  }));
  const others = groupColumns.filter((column) => !search.groups.includes(column));
  const then = others.map((column) => ({
    id: column,
    label: columnText(column),
    onChoose: () => change({ ...search, groups: [...search.groups, column] }),
  }));
  return [[none], by, first === undefined ? [] : [{ id: 'then', label: searchText.thenBy, groups: [then] }]];
}

export function customFields(servers: readonly SearchServer[]): readonly ColumnId[] {
  const names = new Set<string>();
  for (const { inventory } of servers) {
    for (const records of [inventory.pool, inventory.host, inventory.vm, inventory.sr, inventory.network]) {
      for (const record of records.values()) for (const { field } of fieldsOf(record)) names.add(field);
    }
  }
  return [...names].sort().map((name): ColumnId => `field:${name}`);
}
