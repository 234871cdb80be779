/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only the rows in sight exist, placed by a grid of columns; the elements of a table allow neither */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import css from './Grid.module.css';
import { Icon } from './Icon.tsx';

export interface GridColumn {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  /** Narrower it is never made by the others. */
  readonly least: number;
  /** By a person; the others only weigh against each other. */
  readonly isChosen: boolean;
  readonly align?: 'start' | 'end' | undefined;
  readonly sorted?: 'up' | 'down' | undefined;
}

export interface HeaderEvents {
  /** `also`: beside what it is sorted by already. */
  readonly onSort: (column: string, also: boolean) => void;
  readonly onResize: (column: string, width: number) => void;
  /** Puts one column in the place of another. */
  readonly onMove: (column: string, place: string) => void;
  readonly onColumnMenu: (column: string, at: { readonly x: number; readonly y: number }) => void;
  readonly resizeLabel: (column: string) => string;
}

const LEAST_WIDTH = 56;
const STEP = 16;

export function GridHeader({ columns, ...events }: HeaderEvents & { readonly columns: readonly GridColumn[] }) {
  const dragged = useRef<string>(undefined);
  return (
    <div className={css['header']} role="row" aria-rowindex={1} tabIndex={-1}>
      {columns.map((column) => (
        <div
          key={column.id}
          role="columnheader"
          aria-sort={column.sorted === undefined ? undefined : column.sorted === 'up' ? 'ascending' : 'descending'}
          data-align={column.align}
          draggable
          tabIndex={-1}
          onDragStart={() => {
            dragged.current = column.id;
          }}
          onDragOver={(event) => event.preventDefault()}
          onDrop={() => dragged.current !== undefined && events.onMove(dragged.current, column.id)}
          onContextMenu={(event) => {
            event.preventDefault();
            event.stopPropagation();
            events.onColumnMenu(column.id, { x: event.clientX, y: event.clientY });
          }}
        >
          <button type="button" onClick={(event) => events.onSort(column.id, event.shiftKey)}>
            {column.label}
            {column.sorted !== undefined && <Icon name={column.sorted === 'up' ? 'chevronUp' : 'chevronDown'} size="small" tone="quiet" />}
          </button>
          <Resizer column={column} label={events.resizeLabel(column.label)} onResize={(width) => events.onResize(column.id, width)} />
        </div>
      ))}
    </div>
  );
}

interface ResizerProps {
  readonly column: GridColumn;
  readonly label: string;
  readonly onResize: (width: number) => void;
}

function Resizer({ column, label, onResize }: ResizerProps) {
  function drag(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    const isDragging = event.currentTarget.hasPointerCapture(event.pointerId);
    if (isDragging && box !== undefined) onResize(Math.max(LEAST_WIDTH, Math.round(event.clientX - box.left)));
  }
  function press(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    onResize(Math.max(LEAST_WIDTH, column.width + by));
  }
  return (
    <div
      className={css['resizer']}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={column.width}
      aria-valuemin={LEAST_WIDTH}
      tabIndex={0}
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
