import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef } from 'react';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import type { ResourceTree as Tree } from '#shared/domain/tree/resource-tree.ts';
import type { TreeRow as Row } from '#shared/domain/tree/tree-row.ts';
import { treeText } from '#shared/text/tree-text.ts';
import { VirtualRows, type VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx';
import css from './ResourceTree.module.css';
import { TreeRow } from './TreeRow.tsx';
import { siblingsOf, treeMove, type TreeMove } from './tree-keys.ts';
import { type TreeDrop, useTreeDrag } from './use-tree-drag.ts';
import { useRowFocus } from './use-row-focus.ts';
import { useSteadyScroll } from './use-steady-scroll.ts';
import { useTypeAhead } from './use-type-ahead.ts';

export interface ResourceTreeProps {
  readonly tree: Tree;
  /** Says that the tree has grown in place. */
  readonly version: number;
  readonly nowMs: number;
  /** Whether rows are left out for now. */
  readonly isFiltered: boolean;
  /** The focused object first. */
  readonly selected: readonly TreeItem[];
  readonly onSelect: (items: readonly TreeItem[]) => void;
  readonly onOpen: (key: string, isOpen: boolean) => void;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
  /** What a double click does; false where it does nothing but fold. */
  readonly onRun: (item: TreeItem) => boolean;
  readonly drop: TreeDrop;
}

const PAGE_ROWS = 20;

/** The focus stays on the tree as a whole; the row of the keyboard is its active descendant. */
export function ResourceTree(props: ResourceTreeProps) {
  const { tree, version, nowMs, isFiltered } = props;
  const id = useId();
  const list = useRef<VirtualRowsHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const focus = useRowFocus(props);
  const typeAhead = useTypeAhead();
  const drag = useTreeDrag(tree, props.drop, { selected: props.selected, selectedKeys: focus.selectedKeys });
  const [primary] = props.selected;
  const primaryKey = primary === undefined ? undefined : keyOf(primary);
  useSteadyScroll(list, tree, version);
  // What is selected elsewhere, or was hidden by a filter, comes into sight as soon as it has a row; what merely changes
  // stays where it is.
  const isWanted = useRef(false);
  useEffect(() => {
    isWanted.current = true;
    // Each of them is news about the row, though none is read here.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- see above
  }, [primaryKey, tree, isFiltered]);
  useEffect(() => {
    if (!isWanted.current || focus.index < 0) return;
    isWanted.current = false;
    list.current?.reveal(focus.index);
  });

  function act(move: TreeMove): void {
    const row = tree.rowAt(focus.index);
    switch (move.do) {
      case 'go':
        return go(move);
      case 'fold':
        return props.onOpen(move.key, move.isOpen);
      case 'open-siblings':
        return siblingsOf(tree, focus.index).forEach((sibling) => props.onOpen(sibling.key, true));
      case 'select-siblings':
        return focus.selectAll(siblingsOf(tree, focus.index));
      case 'menu':
        return openMenuAt(box.current, `${id}${focus.key}`, props.onMenu);
      default:
        return row === undefined ? undefined : move.do === 'toggle' ? focus.toggle(row) : run(row);
    }
  }

  function go({ index, how }: Extract<TreeMove, { do: 'go' }>): void {
    const row = tree.rowAt(index);
    if (row === undefined) return;
    if (how === 'extend') focus.extendTo(index);
    else if (how === 'focus') focus.focusOnly(row);
    else focus.selectOnly(row);
    list.current?.reveal(index);
  }

  function run(row: Row): void {
    if (!props.onRun(row.item) && row.fold !== 'leaf') props.onOpen(row.key, row.fold === 'folded');
  }

  function press(event: KeyboardEvent): void {
    const { key, shiftKey, altKey } = event;
    const ctrlKey = event.ctrlKey || event.metaKey;
    const move = altKey ? undefined : treeMove(tree, { index: focus.index, press: { key, ctrlKey, shiftKey }, pageRows: PAGE_ROWS });
    if (move !== undefined) {
      event.preventDefault();
      return act(move);
    }
    if (key.length !== 1 || ctrlKey || altKey) return;
    const index = typeAhead(tree, { index: focus.index, key, atMs: event.timeStamp });
    if (index !== undefined) go({ do: 'go', index, how: 'select' });
  }

  function click(event: MouseEvent<HTMLElement>): void {
    const target = clickedRow(event.target);
    const row = target === undefined ? undefined : tree.rowAt(target.index);
    if (target === undefined || row === undefined) return;
    event.currentTarget.focus();
    if (target.isTwist && row.fold !== 'leaf') return props.onOpen(row.key, row.fold === 'folded');
    if (event.detail === 2) return run(row);
    if (event.shiftKey) focus.extendTo(target.index);
    else if (event.ctrlKey || event.metaKey) focus.toggle(row);
    else focus.selectOnly(row);
  }

  function menu(event: MouseEvent<HTMLElement>): void {
    const target = clickedRow(event.target);
    const row = target === undefined ? undefined : tree.rowAt(target.index);
    if (row === undefined) return;
    event.preventDefault();
    event.currentTarget.focus();
    if (!focus.selectedKeys.has(keyOf(row.item))) focus.selectOnly(row);
    props.onMenu({ x: event.clientX, y: event.clientY });
  }

  return (
    <>
      <div
        className={css['tree']}
        ref={box}
        role="tree"
        aria-label={treeText.label}
        aria-multiselectable="true"
        aria-activedescendant={focus.index < 0 ? undefined : `${id}${focus.key}`}
        tabIndex={0}
        onKeyDown={press}
        onClick={click}
        onContextMenu={menu}
        {...drag.handlers}
      >
        <VirtualRows
          handle={list}
          count={tree.count}
          kept={focus.index}
          renderRow={(index) => {
            const row = tree.rowAt(index);
            if (row === undefined) return null;
            return (
              <TreeRow
                key={row.key}
                id={`${id}${row.key}`}
                row={row}
                index={index}
                nowMs={nowMs}
                isSelected={focus.selectedKeys.has(keyOf(row.item))}
                isFocused={row.key === focus.key}
                drop={row.key === drag.over?.key ? drag.over.is : undefined}
              />
            );
          }}
        />
      </div>
      {drag.over !== undefined && <output className={css['drop']}>{drag.over.text}</output>}
    </>
  );
}

function openMenuAt(box: HTMLElement | null, rowId: string, open: ResourceTreeProps['onMenu']): void {
  const row = box?.querySelector(`#${CSS.escape(rowId)}`)?.getBoundingClientRect() ?? box?.getBoundingClientRect();
  if (row !== undefined) open({ x: row.left + row.width / 4, y: row.bottom });
}

function clickedRow(target: EventTarget): { index: number; isTwist: boolean } | undefined {
  const element = target instanceof Element ? target : undefined;
  const row = element?.closest<HTMLElement>('[data-index]');
  if (element === undefined || row === null || row === undefined) return undefined;
  return { index: Number(row.dataset['index']), isTwist: element.closest('[data-twist]') !== null };
}
