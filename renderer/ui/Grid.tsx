/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only the rows in sight exist, placed by a grid of columns; the elements of a table allow neither */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useRef, useState } from 'react';
import css from './Grid.module.css';
import { GridHeader, type GridColumn, type HeaderEvents } from './GridHeader.tsx';
import { gridMove, type GridSelection, type Pick, picked } from './grid-keys.ts';
import { VirtualRows, type VirtualRowsHandle } from './VirtualRows.tsx';

export interface GridRow {
  readonly key: string;
  /** A heading over the rows below it; it cannot be selected. */
  readonly heading?: { readonly content: ReactNode; readonly depth: number; readonly isFolded: boolean } | undefined;
  readonly isLastKnown?: boolean | undefined;
}

export interface GridProps extends HeaderEvents {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly count: number;
  readonly rowAt: (index: number) => GridRow | undefined;
  readonly renderCell: (index: number, column: string) => ReactNode;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
  readonly onOpen: (index: number) => void;
  readonly onFold: (key: string, isFolded: boolean) => void;
  readonly onMenu: (at: { readonly x: number; readonly y: number }, keys: ReadonlySet<string>) => void;
  readonly onCopy: () => void;
}

const PAGE_ROWS = 20;

/** Many rows of many columns, of which only what is in sight exists. The focus stays on the whole; one row is its active descendant. */
export function Grid(props: GridProps) {
  const { columns, count, rowAt, selected } = props;
  const id = useId();
  const list = useRef<VirtualRowsHandle>(null);
  const [active, setActive] = useState(-1);
  const [anchor, setAnchor] = useState(-1);
  const keyOf = (index: number): string | undefined => {
    const row = rowAt(index);
    return row?.heading === undefined ? row?.key : undefined;
  };

  function go(index: number, how: Pick): ReadonlySet<string> {
    const next: GridSelection = picked({ keys: selected, anchor }, how, { index, keyOf });
    setActive(index);
    setAnchor(next.anchor);
    props.onSelect(next.keys);
    return next.keys;
  }

  function press(event: KeyboardEvent<HTMLElement>): void {
    const to = event.altKey ? undefined : gridMove({ count, active, pageRows: PAGE_ROWS }, event.key);
    if (to !== undefined) {
      if (event.ctrlKey) setActive(to);
      else go(to, event.shiftKey ? 'range' : 'only');
      list.current?.reveal(to);
    } else if (!act(event)) return;
    event.preventDefault();
  }

  function act(event: KeyboardEvent<HTMLElement>): boolean {
    const { key, ctrlKey, altKey } = event;
    if (isMenuKey(event)) menuAtRow(event.currentTarget);
    else if (ctrlKey && key === 'a') selectAll();
    else if (ctrlKey && key === 'c') props.onCopy();
    else if (ctrlKey || altKey) return false;
    else return actOnRow(key);
    return true;
  }

  function actOnRow(key: string): boolean {
    const row = rowAt(active);
    if (row === undefined) return false;
    if (key === 'Enter') open(active);
    else if (row.heading === undefined && key === ' ') go(active, 'toggle');
    else if (row.heading !== undefined && (key === 'ArrowLeft' || key === 'ArrowRight')) props.onFold(row.key, key === 'ArrowLeft');
    else return false;
    return true;
  }

  function selectAll(): void {
    const keys = Array.from({ length: count }, (_, index) => keyOf(index));
    props.onSelect(new Set(keys.filter((key) => key !== undefined)));
  }

  function open(index: number): void {
    const row = rowAt(index);
    if (row?.heading !== undefined) props.onFold(row.key, !row.heading.isFolded);
    else if (row !== undefined) props.onOpen(index);
  }

  function menuAtRow(box: HTMLElement): void {
    const place = (box.querySelector(`[data-index="${active}"]`) ?? box).getBoundingClientRect();
    props.onMenu({ x: place.left, y: place.bottom }, selected);
  }

  function click(event: MouseEvent<HTMLElement>): void {
    const index = rowUnder(event.target);
    if (index === undefined) return;
    event.currentTarget.focus();
    if (rowAt(index)?.heading !== undefined) {
      setActive(index);
      open(index);
    } else go(index, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  }

  function menu(event: MouseEvent<HTMLElement>): void {
    const index = rowUnder(event.target);
    const key = index === undefined ? undefined : keyOf(index);
    if (index === undefined || key === undefined) return;
    event.preventDefault();
    props.onMenu({ x: event.clientX, y: event.clientY }, selected.has(key) ? selected : go(index, 'only'));
  }

  // What somebody has chosen stays as wide; the others share what is left, and only then is anything scrolled sideways.
  const template = columns.map(({ width, least, isChosen }) => (isChosen ? `${width}px` : `minmax(${least}px, ${width}fr)`)).join(' ');
  const width = columns.reduce((sum, column) => sum + (column.isChosen ? column.width : column.least), 0);
  return (
    <div className={css['scroller']}>
      <div
        className={css['grid']}
        role="treegrid"
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-multiselectable="true"
        aria-activedescendant={active >= 0 && active < count ? `${id}${active}` : undefined}
        tabIndex={0}
        style={{ minInlineSize: `${width}px`, ['--columns' as string]: template }}
        onKeyDown={(event) => event.target === event.currentTarget && press(event)}
        onClick={click}
        onDoubleClick={(event) => {
          const index = rowUnder(event.target);
          if (index !== undefined && keyOf(index) !== undefined) open(index);
        }}
        onContextMenu={menu}
      >
        <GridHeader {...props} columns={columns} />
        <VirtualRows
          handle={list}
          count={count}
          renderRow={(index) => {
            const row = rowAt(index);
            if (row === undefined) return null;
            const at = { id: `${id}${index}`, index, isActive: index === active };
            return <Row key={row.key} {...at} row={row} columns={columns} isSelected={selected.has(row.key)} renderCell={props.renderCell} />;
          }}
        />
      </div>
    </div>
  );
}

interface RowProps {
  readonly columns: readonly GridColumn[];
  readonly renderCell: GridProps['renderCell'];
  readonly id: string;
  readonly row: GridRow;
  readonly index: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

function Row({ id, row, index, columns, renderCell, isActive, isSelected }: RowProps) {
  const shared = { id, role: 'row', 'aria-rowindex': index + 2, 'data-index': index, 'data-active': isActive, tabIndex: -1 } as const;
  if (row.heading !== undefined) {
    const { content, depth, isFolded } = row.heading;
    return (
      <div {...shared} className={css['heading']} aria-expanded={!isFolded} aria-level={depth + 1} style={{ ['--depth' as string]: depth }}>
        <div role="gridcell" aria-colspan={columns.length} tabIndex={-1}>
          {content}
        </div>
      </div>
    );
  }
  return (
    <div {...shared} className={css['row']} aria-selected={isSelected} data-last-known={row.isLastKnown === true}>
      {columns.map((column) => (
        <div key={column.id} role="gridcell" data-align={column.align} tabIndex={-1}>
          {renderCell(index, column.id)}
        </div>
      ))}
    </div>
  );
}

function rowUnder(target: EventTarget): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return row === null ? undefined : Number(row.dataset['index']);
}

function isMenuKey({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}
