import { useMemo } from 'react';
import { poolNumbers } from '#shared/domain/capacity/pool-summary.ts';
import type { Target } from '#renderer/state/command.ts';
import { useStatistics } from '#renderer/state/metrics-store.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { useCalm } from '#renderer/ui/use-calm.ts';
import { AlertsCard } from './AlertsCard.tsx';
import { HostsCard } from './HostsCard.tsx';
import { cpuFigures } from './cpu-figures.ts';
import { NumbersBar } from './NumbersBar.tsx';
import { StorageCard } from './StorageCard.tsx';
import { TasksCard } from './TasksCard.tsx';
import { WorthALookCard } from './WorthALookCard.tsx';

/** The sums run over every VM and disk of the pool. */
const SUMS_EVERY_MS = 2_000;

/** The morning look at a pool, and the screen on the wall of the alarm room. */
export function PoolOverview({ target: latest }: { readonly target: Target }) {
  const { server } = latest;
  const inventory = useCalm(latest.inventory, { about: server.id, everyMs: SUMS_EVERY_MS });
  const target = { ...latest, inventory };
  const statistics = useStatistics([server.id]).get(server.id);
  const numbers = useMemo(() => poolNumbers(inventory), [inventory]);
  const isLastKnown = server.state.is !== 'live';
  const figures = cpuFigures(inventory, isLastKnown ? undefined : statistics);
  return (
    <>
      <NumbersBar numbers={numbers} cpu={figures.pool} isLastKnown={isLastKnown} />
      <Columns>
        <Stack width="main">
          <HostsCard target={target} cpuOf={figures.hostOf} />
          <StorageCard target={target} />
          <WorthALookCard target={target} />
        </Stack>
        <Stack width="rest">
          <AlertsCard target={target} />
          <TasksCard target={target} />
        </Stack>
      </Columns>
    </>
  );
}
