import { type KeyboardEvent, type MouseEvent, useId, useRef } from 'react';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import type { TreeRow as Row } from '#shared/domain/tree/rows.ts';
import { windowText } from '#shared/text/window-text.ts';
import { VirtualRows, type VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx';
import css from './ResourceTree.module.css';
import { TreeRow } from './TreeRow.tsx';
import { treeMove } from './tree-keys.ts';

export interface ResourceTreeProps {
  readonly rows: readonly Row[];
  readonly selected: TreeItem | undefined;
  readonly onSelect: (item: TreeItem) => void;
  readonly onFold: (key: string, isFolded: boolean) => void;
}

/** The focus stays on the tree as a whole; the selected row is its active descendant. */
export function ResourceTree({ rows, selected, onSelect, onFold }: ResourceTreeProps) {
  const id = useId();
  const list = useRef<VirtualRowsHandle>(null);
  const selectedKey = selected === undefined ? undefined : keyOf(selected);
  const selectedIndex = rows.findIndex((row) => row.key === selectedKey);

  function press(event: KeyboardEvent): void {
    const move = treeMove(rows, { index: selectedIndex, key: event.key, pageRows: 20 });
    if (move === undefined) return;
    event.preventDefault();
    if (move.do === 'fold') return onFold(move.key, move.isFolded);
    const row = rows[move.index];
    if (row === undefined) return;
    onSelect(row.item);
    list.current?.reveal(move.index);
  }

  function click(event: MouseEvent<HTMLElement>): void {
    const target = clickedRow(event.target);
    const row = target === undefined ? undefined : rows[target.index];
    if (target === undefined || row === undefined) return;
    event.currentTarget.focus();
    const isFolding = target.isTwist || event.detail === 2;
    if (isFolding && row.fold !== 'leaf') onFold(row.key, row.fold === 'open');
    if (!target.isTwist) onSelect(row.item);
  }

  return (
    <div
      className={css['tree']}
      role="tree"
      aria-label={windowText.tree.label}
      aria-activedescendant={selectedIndex < 0 ? undefined : `${id}${selectedKey}`}
      tabIndex={0}
      onKeyDown={press}
      onClick={click}
    >
      <VirtualRows
        handle={list}
        count={rows.length}
        renderRow={(index) => {
          const row = rows[index];
          if (row === undefined) return null;
          return <TreeRow key={row.key} id={`${id}${row.key}`} row={row} index={index} isSelected={row.key === selectedKey} />;
        }}
      />
    </div>
  );
}

function clickedRow(target: EventTarget): { index: number; isTwist: boolean } | undefined {
  const element = target instanceof Element ? target : undefined;
  const row = element?.closest<HTMLElement>('[data-index]');
  if (element === undefined || row === null || row === undefined) return undefined;
  return { index: Number(row.dataset['index']), isTwist: element.closest('[data-twist]') !== null };
}
