import type { Chains, ChainRow } from '#shared/domain/storage/chains.ts';
import { diskKindText } from '#shared/text/disks-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { nextSnapshotText, spaceText, upkeepText } from '#shared/text/space-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import diskCss from '../disks/DisksTab.module.css';
import css from './ChainCell.module.css';

export type ChainColumn = keyof typeof spaceText.columns;

export interface ChainCellProps {
  readonly row: ChainRow;
  readonly column: string;
  readonly isNow: boolean;
  readonly chains: Chains;
}

export function ChainCell({ row, column, isNow, chains }: ChainCellProps) {
  const { disk } = row;
  switch (column) {
    case 'name':
      return <Name row={row} isNow={isNow} />;
    case 'kind':
      return <span className={diskCss['quiet']}>{diskKindText[disk.kind]}</span>;
    case 'used':
      return disk.usedBytes < 0 ? null : <span>{sizeText(disk.usedBytes)}</span>;
    case 'vms':
      return <span className={diskCss['text']}>{disk.users.map(({ name }) => name).join(', ')}</span>;
    default:
      return <Becomes row={row} chains={chains} />;
  }
}

function Name({ row: { disk, depth }, isNow }: Pick<ChainCellProps, 'row' | 'isNow'>) {
  return (
    <span className={css['name']} style={{ ['--depth' as string]: depth }}>
      <Icon name={disk.kind === 'snapshot' ? 'camera' : 'disk'} tone={isNow ? 'neutral' : 'known'} isLastKnown={!isNow} />
      <span className={diskCss['text']} title={disk.name}>
        {disk.name === '' ? diskKindText[disk.kind] : disk.name}
      </span>
    </span>
  );
}

function Becomes({ row, chains }: Pick<ChainCellProps, 'row' | 'chains'>) {
  if (row.isParentMissing) return <StatusWord icon="error" tone="danger" word={spaceText.parentMissing} />;
  if (row.upkeep !== undefined) return <StatusWord icon="clock" tone="info" word={upkeepText(row.upkeep)} />;
  const bytes = row.depth === 0 ? chains.chains.find(({ rows: [first] }) => first === row)?.snapshotBytes : undefined;
  return bytes === undefined ? null : <span className={diskCss['quiet']}>{nextSnapshotText(bytes)}</span>;
}
