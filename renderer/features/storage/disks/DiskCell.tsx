import type { DiskColumn, DiskRow } from '#shared/domain/storage/disk-list.ts';
import { diskKindText, disksText } from '#shared/text/disks-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './DisksTab.module.css';

export interface DiskCellProps {
  readonly row: DiskRow;
  readonly column: DiskColumn;
  readonly isNow: boolean;
}

export function DiskCell({ row, column, isNow }: DiskCellProps) {
  switch (column) {
    case 'name':
      return <NameCell row={row} isNow={isNow} />;
    case 'kind':
      return <span className={css['quiet']}>{diskKindText[row.kind]}</span>;
    case 'size':
      return <span>{sizeText(row.sizeBytes)}</span>;
    case 'used':
      return row.usedBytes < 0 ? null : <span>{sizeText(row.usedBytes)}</span>;
    case 'vms':
      return <UsersCell row={row} />;
    default:
      return <StateCell row={row} />;
  }
}

function NameCell({ row: { name, description, kind, users }, isNow }: Pick<DiskCellProps, 'row' | 'isNow'>) {
  const isOpen = users.some((user) => user.isOpen);
  return (
    <>
      <Icon
        name={kind === 'disc' ? 'disc' : kind === 'snapshot' ? 'camera' : kind === 'memory' ? 'memory' : 'disk'}
        tone={!isNow ? 'known' : isOpen ? 'ok' : 'neutral'}
        isLastKnown={!isNow}
      />
      <span className={css['text']} title={name}>
        {name === '' ? diskKindText[kind] : name}
      </span>
      {description !== '' && (
        <span className={css['quiet']} title={description}>
          {description}
        </span>
      )}
    </>
  );
}

function UsersCell({ row: { users, kind } }: Pick<DiskCellProps, 'row'>) {
  if (users.length === 0) return kind === 'disk' ? <span className={css['quiet']}>{disksText.nobody}</span> : null;
  const names = users.map(({ name }) => name).join(', ');
  return (
    <span className={css['text']} title={names}>
      {names}
    </span>
  );
}

function StateCell({ row }: Pick<DiskCellProps, 'row'>) {
  if (row.isMissing) return <StatusWord icon="error" tone="danger" word={disksText.missing} />;
  if (row.operation !== undefined) return <StatusWord icon="refresh" tone="info" word={disksText.busy(row.operation)} />;
  if (row.isTrackingChanges) return <StatusWord icon="check" tone="quiet" word={disksText.tracking} />;
  return row.users.some(({ isOpen }) => isOpen) ? <StatusWord icon="ok" tone="ok" word={disksText.open} /> : null;
}
