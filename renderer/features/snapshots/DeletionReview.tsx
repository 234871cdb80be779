import { useMemo } from 'react';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { type Gain, snapshotLoss } from '#shared/domain/snapshots/snapshot-loss.ts';
import type { SnapshotNode } from '#shared/domain/snapshots/snapshot-tree.ts';
import { timeText } from '#shared/text/format.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { useNow } from '#renderer/ui/use-now.ts';

export interface DeletionReviewProps {
  readonly inventory: Inventory;
  readonly vm: string;
  readonly snapshots: readonly SnapshotNode[];
}

/** What is lost when these snapshots go, and what it gives. */
export function DeletionReview({ inventory, vm, snapshots }: DeletionReviewProps) {
  const nowMs = useNow();
  const refs = useMemo(() => snapshots.map(({ ref }) => ref), [snapshots]);
  const { gains, staying, withMemory } = useMemo(() => snapshotLoss(inventory, refs), [inventory, refs]);
  return (
    <>
      <p>{say.deleteEffect(vm)}</p>
      {withMemory > 0 && <p>{say.deleteMemory(withMemory)}</p>}
      {staying.length > 0 && <p>{say.deleteStaying(staying)}</p>}
      <CardTable
        label={say.deleteList}
        columns={[{ title: say.name, width: 'wide' }, { title: say.taken }, { title: say.kind }, { title: say.size, align: 'end' }]}
        rows={snapshots.map(({ ref, name, takenAtMs, hasMemory, sizeBytes }) => ({
          key: ref,
          cells: [name, takenAtMs === undefined ? '' : timeText(takenAtMs, nowMs), hasMemory ? say.memory : say.disks, sizeText(sizeBytes)],
        }))}
      />
      {gains.length > 0 && <Gains gains={gains} />}
    </>
  );
}

function Gains({ gains }: { readonly gains: readonly Gain[] }) {
  return (
    <>
      <CardTable
        label={say.gains}
        columns={[
          { title: say.storage, width: 'wide' },
          { title: say.atOnce, align: 'end' },
          { title: say.later, align: 'end' },
        ]}
        rows={gains.map(({ sr, name, atOnceBytes, laterBytes }) => ({
          key: sr,
          cells: [name, sizeText(atOnceBytes), laterBytes > 0 ? say.upTo(laterBytes) : say.noLater],
        }))}
      />
      {gains.some(({ laterBytes }) => laterBytes > 0) && <p>{say.laterNote}</p>}
    </>
  );
}
