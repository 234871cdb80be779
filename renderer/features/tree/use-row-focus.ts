import { useMemo, useState } from 'react';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import type { ResourceTree } from '#shared/domain/tree/resource-tree.ts';
import type { TreeRow } from '#shared/domain/tree/tree-row.ts';
import { rowsBetween } from './tree-keys.ts';

export interface RowFocus {
  /** The row of the keyboard; -1 when it is not in sight of any scrolling. */
  readonly index: number;
  readonly key: string | undefined;
  readonly selectedKeys: ReadonlySet<string>;
  selectOnly(row: TreeRow): void;
  /** Everything from where the last selection began to this row. */
  extendTo(index: number): void;
  toggle(row: TreeRow): void;
  selectAll(rows: readonly TreeRow[]): void;
  focusOnly(row: TreeRow): void;
}

interface Own {
  readonly selected: readonly TreeItem[];
  readonly focus: string;
  readonly anchor: string;
}

export interface Selecting {
  readonly tree: ResourceTree;
  /** The focused object first. */
  readonly selected: readonly TreeItem[];
  readonly onSelect: (items: readonly TreeItem[]) => void;
}

/** Which row has the focus, and where a range begins: the tree's own, until something else selects. */
export function useRowFocus({ tree, selected, onSelect }: Selecting): RowFocus {
  const [own, setOwn] = useState<Own>();
  const [first] = selected;
  const outside = first === undefined ? undefined : tree.keyOfItem(first);
  const isOwn = own !== undefined && own.selected === selected && tree.indexOf(own.focus) >= 0;
  const key = isOwn ? own.focus : outside;
  const anchor = isOwn ? own.anchor : outside;
  const selectedKeys = useMemo(() => new Set(selected.map(keyOf)), [selected]);

  function take(items: readonly TreeItem[], at: { focus: string; anchor: string }): void {
    setOwn({ selected: items, ...at });
    onSelect(items);
  }

  return {
    index: key === undefined ? -1 : tree.indexOf(key),
    key,
    selectedKeys,
    selectOnly: (row) => take([row.item], { focus: row.key, anchor: row.key }),
    extendTo(index) {
      const row = tree.rowAt(index);
      const from = anchor === undefined ? -1 : tree.indexOf(anchor);
      if (row === undefined) return;
      const rows = rowsBetween(tree, from < 0 ? index : from, index);
      take(withFirst(row, rows), { focus: row.key, anchor: from < 0 ? row.key : (anchor ?? row.key) });
    },
    toggle(row) {
      const rest = selected.filter((item) => keyOf(item) !== keyOf(row.item));
      const items = rest.length < selected.length ? rest : [row.item, ...rest];
      // Something always stays selected: the details are about it.
      if (items.length > 0) take(items, { focus: row.key, anchor: row.key });
    },
    selectAll(rows) {
      const row = rows.find((candidate) => candidate.key === key) ?? rows[0];
      if (row !== undefined) take(withFirst(row, rows), { focus: row.key, anchor: row.key });
    },
    focusOnly: (row) => setOwn({ selected, focus: row.key, anchor: row.key }),
  };
}

/** Each object once, though it may have several rows. */
function withFirst(first: TreeRow, rows: readonly TreeRow[]): readonly TreeItem[] {
  const items = new Map([first, ...rows].map((row) => [keyOf(row.item), row.item]));
  return [...items.values()];
}
