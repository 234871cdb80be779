import { memo, useMemo, useState } from 'react';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { type HostRow, inRowOrder } from '#shared/domain/capacity/pool-summary.ts';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { overviewText as say } from '#shared/text/overview-text.ts';
import { select, setTab } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SecondWayCell } from './SecondWayCell.tsx';
import { CpuCell, HostNameCell, LinksCell, MemoryCell, VmsCell, WitnessCell } from './HostCells.tsx';
import css from './HostsCard.module.css';

/** More than these are a list to be sorted, with what has a problem on top. */
const MANY = 12;

type SortKey = 'host' | 'cpu' | 'memory' | 'vms';
interface Sort {
  readonly by: SortKey;
  readonly direction: 'ascending' | 'descending';
}

export interface HostsCardProps {
  readonly server: Server;
  readonly inventory: Inventory;
  /** In no order. */
  readonly hosts: readonly HostRow[];
  readonly cpuOf: (host: HostRef) => number | undefined;
}

export const HostsCard = memo(function HostsCard({ server, inventory, hosts, cpuOf }: HostsCardProps) {
  const isMany = hosts.length > MANY;
  const [sort, setSort] = useState<Sort>();
  const rows = useMemo(() => inRowOrder(hosts, isMany ? 'problems-first' : 'as-named'), [hosts, isMany]);
  const sorted = isMany && sort !== undefined ? rows.toSorted((a, b) => compare(a, b, { sort, cpuOf })) : rows;
  const isLastKnown = server.state.is !== 'live';
  const sortOf = (by: SortKey) =>
    isMany ? { direction: sort?.by === by ? sort.direction : ('none' as const), onSort: () => setSort(next(sort, by)) } : undefined;
  const columns = [
    { title: say.host, sort: sortOf('host') },
    { title: say.witnesses },
    { title: say.processor, sort: sortOf('cpu') },
    { title: say.memory, sort: sortOf('memory') },
    { title: say.vms, sort: sortOf('vms') },
    { title: say.storage },
    { title: say.secondWay },
  ];
  return (
    <Card title={say.hosts} mark={isMany ? rows.length : say.witnessOrder} isLastKnown={isLastKnown}>
      {rows.length === 0 ? (
        <EmptyState>{say.noHosts}</EmptyState>
      ) : (
        <CardTable
          label={say.hosts}
          rowHeight="two-lines"
          columns={columns}
          rows={sorted.map((row) => {
            const truth = { isNow: row.isLive && !isLastKnown };
            return {
              key: row.ref,
              tone: !isLastKnown && !row.isLive ? ('warn' as const) : undefined,
              cells: [
                <HostNameCell key="name" row={row} server={server} />,
                <WitnessCell key="witness" row={row} server={server} />,
                <CpuCell key="cpu" share={truth.isNow ? cpuOf(row.ref) : undefined} isNow={truth.isNow} />,
                <MemoryCell key="memory" memory={row.memory} isNow={truth.isNow} />,
                <VmsCell key="vms" count={row.runningVms} isNow={truth.isNow} />,
                <LinksCell key="links" links={row.links} isNow={truth.isNow} />,
                <SecondWayCell key="ways" row={row} server={server} inventory={inventory} />,
              ],
            };
          })}
        />
      )}
      {!isLastKnown && <DarkNote rows={rows} server={server} />}
    </Card>
  );
});

function next(sort: Sort | undefined, by: SortKey): Sort {
  if (sort?.by !== by) return { by, direction: by === 'host' ? 'ascending' : 'descending' };
  return { by, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

function compare(a: HostRow, b: HostRow, { sort, cpuOf }: { readonly sort: Sort; readonly cpuOf: HostsCardProps['cpuOf'] }): number {
  const order = sort.by === 'host' ? byNaturalOrder(a.host.name, b.host.name) : figure(a, sort.by, cpuOf) - figure(b, sort.by, cpuOf);
  return sort.direction === 'ascending' ? order : -order;
}

function figure(row: HostRow, by: Exclude<SortKey, 'host'>, cpuOf: HostsCardProps['cpuOf']): number {
  if (by === 'vms') return row.runningVms;
  if (by === 'cpu') return cpuOf(row.ref) ?? -1;
  return row.memory === undefined ? -1 : 1 - row.memory.freeBytes / row.memory.totalBytes;
}

/** More dark hosts than these are opened from the list above. */
const NAMED = 3;

function investigate(item: TreeItem): void {
  select(item);
  setTab('dark-host', 'recovery');
}

/** The one sentence that keeps somebody from starting a VM twice. */
function DarkNote({ rows, server }: { readonly rows: readonly HostRow[]; readonly server: Server }) {
  const dark = rows.filter(({ isLive }) => !isLive);
  if (dark.length === 0) return null;
  const vms = dark.reduce((sum, { runningVms }) => sum + runningVms, 0);
  return (
    <div className={css['note']}>
      <Icon name="info" tone="info" />
      <p>{say.darkNote(dark.map(({ host }) => host.name).join(', '), vms)}</p>
      {dark.slice(0, NAMED).map(({ ref, host }, index) => (
        <Button key={ref} kind={index === 0 ? 'primary' : 'plain'} onClick={() => investigate({ is: 'host', server: server.id, ref })}>
          {dark.length === 1 ? say.open : say.openHost(host.name)}
        </Button>
      ))}
    </div>
  );
}
