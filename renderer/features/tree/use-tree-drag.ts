import { type DragEvent, useState } from 'react';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import type { RowSource } from './tree-keys.ts';

/** Whether something may be put on a row, and the words for it. */
export interface DropVerdict {
  readonly is: 'fits' | 'refused';
  readonly text: string;
}

export interface TreeDrop {
  /** undefined where nothing of the kind is ever put. */
  judge(items: readonly TreeItem[], on: TreeItem): DropVerdict | undefined;
  /** Opens what asks for it; nothing happens by letting go alone. */
  put(items: readonly TreeItem[], on: TreeItem): void;
}

/** What is dragged over which row of the tree. A dragged row that is selected takes all that is selected with it. */
export function useTreeDrag(
  rows: RowSource,
  drop: TreeDrop,
  { selected, selectedKeys }: { readonly selected: readonly TreeItem[]; readonly selectedKeys: ReadonlySet<string> },
) {
  const [dragged, setDragged] = useState<readonly TreeItem[]>();
  const [over, setOver] = useState<DropVerdict & { readonly key: string }>();

  function end(): void {
    setDragged(undefined);
    setOver(undefined);
  }

  const handlers = {
    onDragStart(event: DragEvent): void {
      const row = rowUnder(event, rows);
      if (row === undefined) return;
      setDragged(selectedKeys.has(keyOf(row.item)) ? selected : [row.item]);
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', row.name);
    },
    onDragOver(event: DragEvent): void {
      const row = rowUnder(event, rows);
      const verdict = row === undefined || dragged === undefined ? undefined : drop.judge(dragged, row.item);
      if (verdict?.is === 'fits') event.preventDefault();
      if (row === undefined || verdict === undefined) setOver(undefined);
      else if (over?.key !== row.key || over.text !== verdict.text) setOver({ ...verdict, key: row.key });
    },
    onDrop(event: DragEvent): void {
      event.preventDefault();
      const row = rowUnder(event, rows);
      if (row !== undefined && dragged !== undefined && drop.judge(dragged, row.item)?.is === 'fits') drop.put(dragged, row.item);
      end();
    },
    onDragEnd: end,
  };
  return { over, handlers };
}

function rowUnder(event: DragEvent, rows: RowSource) {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
  return element === null ? undefined : rows.rowAt(Number(element.dataset['index']));
}
