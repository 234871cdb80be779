import { useMemo } from 'react';
import { type StorageLoss, storageLosses } from '#shared/domain/ha/storage-loss.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { haText } from '#shared/text/ha-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Ha.module.css';

/** High availability restarts what a host has lost, and cannot help against lost disks: what that would mean, for each repository. */
export function StorageLossCard({ inventory }: { readonly inventory: Inventory }) {
  const losses = useMemo(() => storageLosses(inventory), [inventory]);
  const say = haText.storageLoss;
  return (
    <Card title={say.title}>
      {losses.length === 0 ? (
        <EmptyState>{say.none}</EmptyState>
      ) : (
        <CardTable
          label={say.title}
          rowHeight="two-lines"
          columns={[{ title: say.storage }, { title: say.heartbeat }, { title: say.vms, width: 'wide' }]}
          rows={losses.map((loss) => ({
            key: loss.sr,
            cells: [loss.name, <Heartbeat key="heartbeat" loss={loss} />, <Vms key="vms" loss={loss} />],
          }))}
        />
      )}
      <div className={css['foot']}>
        <p className={css['note']}>
          <Icon name="info" tone="info" size="small" />
          {losses.some(({ isHeartbeat }) => isHeartbeat) ? say.ifHeartbeat : say.ifDisks}
        </p>
      </div>
    </Card>
  );
}

function Heartbeat({ loss }: { readonly loss: StorageLoss }) {
  const say = haText.storageLoss;
  return loss.isHeartbeat ? <StatusWord icon="warning" tone="warn" word={say.isHeartbeat} /> : say.isNone;
}

function Vms({ loss: { running, resting } }: { readonly loss: StorageLoss }) {
  const say = haText.storageLoss;
  const names = running.map(({ name }) => name);
  return (
    <span title={names.join('\n')}>
      {say.running(names, running.filter(({ isProtected }) => isProtected).length)}
      {resting > 0 && <small>{say.resting(resting)}</small>}
    </span>
  );
}
