import { useMemo } from 'react';
import { useCapacity } from '#renderer/state/capacity-store.ts';
import type { Target } from '#renderer/state/command.ts';
import { useStatistics } from '#renderer/state/metrics-store.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { useCalm } from '#renderer/ui/use-calm.ts';
import { AlertsCard } from './AlertsCard.tsx';
import { HostsCard } from './HostsCard.tsx';
import { cpuFigures } from './cpu-figures.ts';
import { NumbersBar } from './NumbersBar.tsx';
import { ReadinessCard } from './ReadinessCard.tsx';
import { StorageCard } from './StorageCard.tsx';
import { TasksCard } from './TasksCard.tsx';
import { WorthALookCard } from './WorthALookCard.tsx';

/** Nobody can read what changes twenty times a second. */
const SUMS_EVERY_MS = 2_000;

/** The morning look at a pool, and the screen on the wall of the alarm room. */
export function PoolOverview({ target: latest }: { readonly target: Target }) {
  const { server } = latest;
  const pace = { about: server.id, everyMs: SUMS_EVERY_MS };
  const inventory = useCalm(latest.inventory, pace);
  const { numbers, hosts, storage } = useCalm(useCapacity(server.id), pace);
  const pool = useMemo(() => ({ server, inventory }), [server, inventory]);
  const statistics = useStatistics([server.id]).get(server.id);
  const isLastKnown = server.state.is !== 'live';
  const { host: records } = inventory;
  const figures = useMemo(() => cpuFigures(records, isLastKnown ? undefined : statistics), [records, isLastKnown, statistics]);
  return (
    <>
      <NumbersBar numbers={numbers} cpu={figures.pool} isLastKnown={isLastKnown} />
      <Columns>
        <Stack width="main">
          <HostsCard server={server} inventory={inventory} hosts={hosts} cpuOf={figures.hostOf} />
          <StorageCard pool={pool} rows={storage} />
          <ReadinessCard pool={pool} hosts={hosts} />
          <WorthALookCard pool={pool} />
        </Stack>
        <Stack width="rest">
          <AlertsCard pool={pool} />
          <TasksCard pool={pool} />
        </Stack>
      </Columns>
    </>
  );
}
