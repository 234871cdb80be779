import { useState } from 'react';
import type { Chains, ChainRow } from '#shared/domain/storage/chains.ts';
import { spaceText } from '#shared/text/space-text.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Grid } from '#renderer/ui/Grid.tsx';
import { ChainCell, type ChainColumn } from './ChainCell.tsx';

export interface ChainGridProps {
  readonly target: Target;
  readonly rows: readonly ChainRow[];
  readonly chains: Chains;
}

const COLUMNS: readonly { readonly id: ChainColumn; readonly usual: number; readonly least: number }[] = [
  { id: 'name', usual: 300, least: 180 },
  { id: 'kind', usual: 100, least: 84 },
  { id: 'used', usual: 90, least: 76 },
  { id: 'vms', usual: 150, least: 90 },
  { id: 'upkeep', usual: 320, least: 180 },
];

export function ChainGrid({ target, rows, chains }: ChainGridProps) {
  const commands = useCommands();
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { server } = target;
  const isNow = server.state.is === 'live';
  const itemOf = ({ disk: { ref } }: ChainRow) => ({ is: 'vdi', server: server.id, ref }) as const;
  return (
    <Grid
      label={spaceText.list}
      columns={COLUMNS.map(({ id, usual, least }) => ({
        id,
        label: spaceText.columns[id],
        width: widths[id] ?? usual,
        least: widths[id] ?? least,
        isChosen: widths[id] !== undefined,
        align: id === 'used' ? 'end' : 'start',
      }))}
      count={rows.length}
      rowAt={(index) => {
        const row = rows[index];
        return row === undefined ? undefined : { key: row.disk.ref, isLastKnown: !isNow };
      }}
      renderCell={(index, column) => {
        const row = rows[index];
        return row === undefined ? null : <ChainCell row={row} column={column} isNow={isNow} chains={chains} />;
      }}
      selected={selected}
      onSelect={setSelected}
      onOpen={(index) => {
        const row = rows[index];
        if (row !== undefined) select(itemOf(row));
      }}
      onFold={() => undefined}
      onMenu={(at, keys) => commands.openMenu(at, targetsOf(rows.filter(({ disk }) => keys.has(disk.ref)).map(itemOf), inventoryStore.getState()))}
      onCopy={() => {
        const names = rows.filter(({ disk }) => selected.has(disk.ref)).map(({ disk }) => disk.name);
        if (names.length > 0) copyText(names.join('\n'), names.join(', '));
      }}
      onSort={() => undefined}
      onResize={(column, width) => setWidths({ ...widths, [column]: width })}
      onMove={() => undefined}
      onColumnMenu={() => undefined}
      resizeLabel={spaceText.resizeColumn}
    />
  );
}
