import { useState } from 'react';
import { type DiskColumn, diskColumns, type DiskOrder, type DiskRow } from '#shared/domain/storage/disk-list.ts';
import { diskColumnText, disksText } from '#shared/text/disks-text.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Grid } from '#renderer/ui/Grid.tsx';
import { DiskCell } from './DiskCell.tsx';

export interface DiskGridProps {
  readonly target: Target;
  readonly rows: readonly DiskRow[];
  readonly order: DiskOrder;
  readonly onOrder: (order: DiskOrder) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
}

const WIDTHS: Readonly<Record<DiskColumn, { readonly usual: number; readonly least: number }>> = {
  name: { usual: 260, least: 160 },
  kind: { usual: 110, least: 90 },
  size: { usual: 90, least: 76 },
  used: { usual: 90, least: 76 },
  vms: { usual: 180, least: 110 },
  state: { usual: 140, least: 100 },
};

const ENDS: readonly DiskColumn[] = ['size', 'used'];

function isColumn(id: string): id is DiskColumn {
  return diskColumns.some((column) => column === id);
}

export function DiskGrid({ target, rows, order, onOrder, selected, onSelect }: DiskGridProps) {
  const commands = useCommands();
  const [widths, setWidths] = useState<Readonly<Partial<Record<DiskColumn, number>>>>({});
  const [columns, setColumns] = useState<readonly DiskColumn[]>(diskColumns);
  const { server } = target;
  const itemOf = ({ ref }: DiskRow) => ({ is: 'vdi', server: server.id, ref }) as const;

  return (
    <Grid
      label={disksText.list}
      columns={columns.map((id) => ({
        id,
        label: diskColumnText[id],
        width: widths[id] ?? WIDTHS[id].usual,
        least: widths[id] ?? WIDTHS[id].least,
        isChosen: widths[id] !== undefined,
        align: ENDS.includes(id) ? 'end' : 'start',
        sorted: order.column === id ? (order.isDown ? 'down' : 'up') : undefined,
      }))}
      count={rows.length}
      rowAt={(index) => {
        const row = rows[index];
        return row === undefined ? undefined : { key: row.ref, isLastKnown: server.state.is !== 'live' };
      }}
      renderCell={(index, column) => {
        const row = rows[index];
        return row === undefined || !isColumn(column) ? null : <DiskCell row={row} column={column} isNow={server.state.is === 'live'} />;
      }}
      selected={selected}
      onSelect={onSelect}
      onOpen={(index) => {
        const row = rows[index];
        if (row !== undefined) select(itemOf(row));
      }}
      onFold={() => undefined}
      onMenu={(at, keys) => commands.openMenu(at, targetsOf(rows.filter(({ ref }) => keys.has(ref)).map(itemOf), inventoryStore.getState()))}
      onCopy={() => {
        const names = rows.filter(({ ref }) => selected.has(ref)).map(({ name }) => name);
        if (names.length > 0) copyText(names.join('\n'), names.join(', '));
      }}
      onSort={(column) => isColumn(column) && onOrder({ column, isDown: order.column === column && !order.isDown })}
      onResize={(column, width) => isColumn(column) && setWidths({ ...widths, [column]: width })}
      onMove={(column, place) => isColumn(column) && isColumn(place) && setColumns(moved(columns, column, place))}
      onColumnMenu={() => undefined}
      resizeLabel={disksText.resizeColumn}
    />
  );
}

/** One column in the place of another. */
function moved(columns: readonly DiskColumn[], column: DiskColumn, place: DiskColumn): readonly DiskColumn[] {
  const rest = columns.filter((id) => id !== column);
  return rest.toSpliced(columns.indexOf(place), 0, column);
}
