import { memo } from 'react';
import type { StorageRow } from '#shared/domain/capacity/pool-summary.ts';
import { percentText } from '#shared/text/format.ts';
import { overviewText as say } from '#shared/text/overview-text.ts';
import { sizeOfText } from '#shared/text/size-text.ts';
import { storageTypeText } from '#shared/text/storage-type-text.ts';
import type { PoolNow } from './pool-now.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Meter } from '#renderer/ui/Meter.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './HostCells.module.css';

const FULL = 0.9;

/** Shared storage one by one, and what each host has for itself together. */
export const StorageCard = memo(function StorageCard({ pool, rows }: { readonly pool: PoolNow; readonly rows: readonly StorageRow[] }) {
  const isLastKnown = pool.server.state.is !== 'live';
  return (
    <Card title={say.storage} isLastKnown={isLastKnown}>
      {rows.length === 0 ? (
        <EmptyState>{say.noStores}</EmptyState>
      ) : (
        <CardTable
          label={say.storage}
          columns={[
            { title: say.name },
            { title: say.type },
            { title: say.connected },
            { title: say.used },
            { title: say.size, align: 'end' },
            { title: say.promised, align: 'end' },
          ]}
          rows={rows.map((row) => ({ key: row.key, cells: cellsOf(row, pool) }))}
        />
      )}
    </Card>
  );
});

function cellsOf(row: StorageRow, pool: PoolNow) {
  const hasSize = row.sizeBytes > 0;
  const share = hasSize ? row.usedBytes / row.sizeBytes : 0;
  return [
    <StorageName key="name" row={row} pool={pool} />,
    storageTypeText({ type: row.type }),
    <Connected key="connected" row={row} isNow={pool.server.state.is === 'live'} />,
    hasSize ? (
      <span key="used" className={css['meter']}>
        <Meter value={share} label={say.percentOf(say.used, percentText(share))} tone={share > FULL ? 'warn' : 'normal'} />
        <span className={css['percent']}>{percentText(share)}</span>
      </span>
    ) : (
      say.noSize
    ),
    hasSize ? sizeOfText(row.usedBytes, row.sizeBytes) : '',
    hasSize && !row.isDisc ? percentText(row.promisedBytes / row.sizeBytes) : '–',
  ];
}

function StorageName({ row, pool: { inventory, server } }: { readonly row: StorageRow; readonly pool: PoolNow }) {
  const [first] = row.srs;
  const record = first === undefined ? undefined : inventory.sr.get(first);
  const isOne = row.srs.length === 1 && record !== undefined;
  return (
    <span className={css['name']}>
      <Icon name={row.isDisc ? 'disc' : 'sr'} tone="quiet" />
      {isOne && first !== undefined ? (
        <LinkButton onClick={() => select({ is: 'sr', server: server.id, ref: first })}>{record.name}</LinkButton>
      ) : (
        say.local(storageTypeText({ type: row.type }), row.srs.length)
      )}
    </span>
  );
}

function Connected({ row: { links }, isNow }: { readonly row: StorageRow; readonly isNow: boolean }) {
  const known = links.filter(({ state }) => state === 'host-not-live').length;
  const up = links.filter(({ state }) => state === 'connected' || state === 'paths-lost').length;
  const word = say.linksOf(up, links.length);
  if (!isNow) return <StatusWord icon="clock" tone="known" word={say.linksOf(up + known, links.length)} />;
  if (up + known < links.length) return <StatusWord icon="error" tone="danger" word={word} />;
  if (links.some(({ state }) => state === 'paths-lost')) return <StatusWord icon="warning" tone="warn" word={say.pathLost(up)} />;
  return known > 0 ? <StatusWord icon="clock" tone="known" word={word} /> : <StatusWord icon="ok" tone="ok" word={word} />;
}
