import { memo } from 'react';
import type { HostRow } from '#shared/domain/capacity/pool-summary.ts';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { secondWay, type SecondWay } from '#shared/domain/routes/rehearsal.ts';
import { secondWayHint, secondWayWord } from '#shared/text/dark-ways-text.ts';
import { useWays } from '#renderer/state/ways-store.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { useNow } from '#renderer/ui/use-now.ts';

interface SecondWayCellProps {
  readonly row: HostRow;
  readonly server: Server;
  readonly inventory: Inventory;
}

/** Whether anything would lead to the host if its management fell silent, and when that was tried. */
export const SecondWayCell = memo(function SecondWayCell({ row, server, inventory }: SecondWayCellProps) {
  const nowMs = useNow();
  const { rehearsal } = useWays(server.id, row.ref);
  const second = secondWay(inventory, row.ref, rehearsal);
  const { icon, tone } = looks[second.is];
  return (
    <span title={secondWayHint(second, nowMs)}>
      <StatusWord icon={icon} tone={tone} word={secondWayWord(second)} />
    </span>
  );
});

const looks: Readonly<Record<SecondWay['is'], { readonly icon: IconName; readonly tone: Tone }>> = {
  works: { icon: 'ok', tone: 'ok' },
  untried: { icon: 'dash', tone: 'quiet' },
  waits: { icon: 'key', tone: 'quiet' },
  fails: { icon: 'warning', tone: 'warn' },
  none: { icon: 'warning', tone: 'warn' },
};
