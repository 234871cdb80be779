import type { StorageOverviewRow } from '#shared/domain/storage/overview.ts';
import { percentText } from '#shared/text/format.ts';
import { storageLinkText } from '#shared/text/properties-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { storageOverviewText } from '#shared/text/storage-overview-text.ts';
import { storageTypeText } from '#shared/text/storage-type-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Meter } from '#renderer/ui/Meter.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { LinkWord } from './LinkWord.tsx';
import css from './StorageTab.module.css';

export interface StorageListProps {
  readonly target: Target;
  readonly rows: readonly StorageOverviewRow[];
  readonly label: string;
}

export function StorageList({ target, rows, label }: StorageListProps) {
  const say = storageOverviewText;
  const isLastKnown = target.server.state.is !== 'live';
  if (rows.length === 0) {
    return (
      <Card title={label}>
        <EmptyState>{say.none}</EmptyState>
      </Card>
    );
  }
  return (
    <Card title={label} isLastKnown={isLastKnown}>
      <CardTable
        label={label}
        columns={[
          { title: say.name },
          { title: say.type },
          { title: say.used },
          { title: say.size, align: 'end' },
          { title: say.free, align: 'end' },
          { title: say.state, width: 'wide' },
        ]}
        rows={rows.map((row) => ({ key: row.ref, cells: cellsOf(row, target), tone: row.isBroken ? 'warn' : undefined }))}
      />
    </Card>
  );
}

function cellsOf(row: StorageOverviewRow, target: Target) {
  const { sr } = row;
  const hasSize = sr.physicalSize > 0;
  return [
    <Name key="name" row={row} target={target} />,
    storageTypeText(sr),
    hasSize ? <Usage key="used" row={row} /> : <span className={css['quiet']}>{storageOverviewText.noSize}</span>,
    hasSize ? sizeText(sr.physicalSize) : '',
    hasSize ? sizeText(Math.max(0, sr.physicalSize - sr.physicalUtilisation)) : '',
    <Connection key="state" row={row} isNow={target.server.state.is === 'live'} />,
  ];
}

function Name({ row: { ref, sr, home, isDefault }, target: { server } }: { readonly row: StorageOverviewRow; readonly target: Target }) {
  return (
    <span className={css['name']}>
      <Icon name={sr.contentType === 'iso' ? 'disc' : 'sr'} tone="quiet" />
      <LinkButton onClick={() => select({ is: 'sr', server: server.id, ref })}>{sr.name}</LinkButton>
      {home !== undefined && <span className={css['quiet']}>{home}</span>}
      {isDefault && <span className={css['quiet']}>{storageOverviewText.isDefault}</span>}
    </span>
  );
}

/** A thin repository that fills up stops every machine on it. */
const HIGH = 0.8;
const FULL = 0.9;

function Usage({ row: { sr } }: { readonly row: StorageOverviewRow }) {
  const share = sr.physicalUtilisation / sr.physicalSize;
  const percent = percentText(share);
  return (
    <span className={css['meter']}>
      <Meter value={share} label={storageOverviewText.percentUsed(percent)} tone={share >= FULL ? 'danger' : share >= HIGH ? 'warn' : 'normal'} />
      {percent}
    </span>
  );
}

function Connection({ row: { links }, isNow }: { readonly row: StorageOverviewRow; readonly isNow: boolean }) {
  const [only] = links;
  if (only === undefined) return <StatusWord icon="error" tone="danger" word={storageOverviewText.connected(0, 0)} />;
  if (links.length === 1) return <LinkWord link={only} isNow={isNow} word={storageLinkText(only)} />;
  const up = links.filter(({ state }) => state === 'connected' || state === 'paths-lost').length;
  const worst = links.find(({ state }) => state === 'unplugged' || state === 'missing') ?? links.find(({ state }) => state !== 'connected') ?? only;
  return <LinkWord link={worst} isNow={isNow} word={storageOverviewText.connected(up, links.length)} />;
}
